package io.camelnextmv.await;

import io.camelnextmv.cloud.Accounts;
import io.camelnextmv.cloud.PagedList;
import io.camelnextmv.cloud.Request;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.ticket.Ticket;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;

/** The queue of each account as it was a moment ago, for routes: they name the account. */
public final class AccountQueues {
    private final Accounts accounts;
    private final Map<String, QueueSnapshots> queues = new HashMap<>();
    private final QueueLooks looks;

    /**
     * @param accounts the accounts
     * @param queue    makes what is kept of one of them
     * @param looks    learn what a queue names
     */
    public AccountQueues(Accounts accounts, Supplier<QueueSnapshots> queue, QueueLooks looks) {
        this.accounts = accounts;
        this.looks = looks;
        accounts.all().forEach(account -> queues.put(account.name(), queue.get()));
    }

    private QueueSnapshots of(String account) {
        return queues.get(accounts.of(account).name());
    }

    /**
     * @param account whose queue it is; null for the main account
     * @return whether a snapshot is to be taken
     * @throws io.camelnextmv.retry.NotYet while somebody else takes one
     * @throws io.camelnextmv.cloud.Fault  where the settings have no such account any more
     * @see QueueSnapshots#isToBeTaken
     */
    public boolean isToBeTaken(@ExchangeProperty(Slots.ACCOUNT) String account) {
        return of(account).isToBeTaken();
    }

    /**
     * @param account  whose queue it is
     * @param exchange looks for all
     * @return whether it is for it to look, and a snapshot is to be taken
     * @see QueueSnapshots#isOutdated
     */
    public boolean isOutdated(@ExchangeProperty(Slots.ACCOUNT) String account, Exchange exchange) {
        return looks.areOf(account, exchange) && of(account).isOutdated();
    }

    /**
     * @param account whose queue it is
     * @return whether there is a snapshot to look into
     */
    public boolean isThere(@ExchangeProperty(Slots.ACCOUNT) String account) {
        return of(account).isThere();
    }

    /**
     * @param account whose queue it is
     * @return the queue, to be read by who was told to take a snapshot of it
     */
    public Queue begin(@ExchangeProperty(Slots.ACCOUNT) String account) {
        return new Queue(account);
    }

    /** The queue as it is read. */
    public final class Queue implements PagedList {
        private final String account;
        private final QueueSnapshots snapshots;

        private Queue(String account) {
            this.account = account;
            this.snapshots = of(account);
        }

        @Override
        public boolean goesOn() {
            return snapshots.hasMore();
        }

        /** A key need not be allowed to see it. */
        @Override
        public Request next() {
            return Request.getList(snapshots.path());
        }

        @Override
        public void page(Message answer) throws IOException {
            page(answer.getBody(InputStream.class));
        }

        void page(InputStream answer) throws IOException {
            Optional<Map<String, String>> found = snapshots.taken(answer);
            if (found.isPresent()) {
                looks.seen(account, found.get());
            } else if (!snapshots.hasMore()) {
                // There is too much of it to tell who is missing.
                looks.failed(account);
            }
        }

        @Override
        public void notCome(Exception why) throws Exception {
            looks.failed(account);
            snapshots.notTaken(why);
        }
    }

    /**
     * @param ticket a ticket with its run
     * @return the run's status as the last snapshot says; empty where that does not name it
     */
    public String statusOf(Ticket ticket) {
        return of(ticket.plan().account().orElse(Accounts.MAIN)).statusOf(ticket.runId().orElseThrow());
    }
}
