package io.camelnextmv.proof;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.camelnextmv.await.Check;
import io.camelnextmv.await.Clocks;
import io.camelnextmv.await.OnTimeout;
import io.camelnextmv.await.Polling;
import io.camelnextmv.await.QueueLooks;
import io.camelnextmv.await.QueueSnapshots;
import io.camelnextmv.await.Waiters;
import io.camelnextmv.cloud.ApiPath;
import io.camelnextmv.cloud.CircuitBreaker;
import io.camelnextmv.cloud.Fault.Kind;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Limits;
import io.camelnextmv.cloud.PagedList;
import io.camelnextmv.cloud.RunAccepted;
import io.camelnextmv.cloud.RunInformation;
import io.camelnextmv.cloud.RunList;
import io.camelnextmv.cloud.UnreadableAnswer;
import io.camelnextmv.deliver.Destinations;
import io.camelnextmv.deliver.ErrorLog;
import io.camelnextmv.deliver.Extras;
import io.camelnextmv.deliver.FolderDelivery;
import io.camelnextmv.deliver.GracePeriod;
import io.camelnextmv.deliver.Outputs;
import io.camelnextmv.deliver.PartialOutput;
import io.camelnextmv.deliver.Reports;
import io.camelnextmv.deliver.RunLogs;
import io.camelnextmv.fixture.MovableClock;
import io.camelnextmv.fixture.OneAccount;
import io.camelnextmv.limits.WakeUps;
import io.camelnextmv.payload.Inputs;
import io.camelnextmv.payload.Tarball;
import io.camelnextmv.retry.Backoff;
import io.camelnextmv.retry.NotYet;
import io.camelnextmv.retry.Timers;
import io.camelnextmv.settings.SidecarFile;
import io.camelnextmv.store.Cancellations;
import io.camelnextmv.store.Durability;
import io.camelnextmv.store.Recovery;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.submit.FailedRequests;
import io.camelnextmv.submit.FailedSubmissions;
import io.camelnextmv.submit.InDoubt;
import io.camelnextmv.submit.InputCheck;
import io.camelnextmv.submit.KnownRuns;
import io.camelnextmv.submit.Looks;
import io.camelnextmv.submit.Rejection;
import io.camelnextmv.submit.RunRequests;
import io.camelnextmv.submit.StartedRuns;
import io.camelnextmv.submit.SubmitSlots;
import io.camelnextmv.submit.UnfinishedInputs;
import io.camelnextmv.ticket.ConsolePages;
import io.camelnextmv.ticket.Ending.Destination;
import io.camelnextmv.ticket.Inbox;
import io.camelnextmv.ticket.RunSpec;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The classes that carry a ticket from step to step, without Camel between them: one life of a gateway. */
final class ModelledGateway {
    static final ObjectMapper MAPPER = JsonMapper.builder().addModule(new Jdk8Module()).addModule(new JavaTimeModule())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS).build();
    static final Duration LOOK_UP_DELAY = Duration.ofSeconds(1);
    private static final Tarball TARBALL = new Tarball(100, 1_000_000);
    private static final Duration A_DAY = Duration.ofDays(1);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(500), 1.5, Duration.ofSeconds(20));

    private final MovableClock clock;
    private final ModelledCloud cloud;
    private final TicketStore tickets;
    private final Recovery recovery;
    private final InDoubt inDoubt;
    private final InputCheck inputCheck;
    private final RunRequests requests;
    private final StartedRuns started;
    private final FailedRequests failed;
    private final Check check;
    private final Outputs outputs;
    private final ErrorLog errorLog;
    private final RunLogs logs;
    private final FolderDelivery delivery;
    private final Inbox inbox;
    /** The tickets in flight, and when each is due. */
    private final Map<TicketName, Instant> due = new LinkedHashMap<>();

    /** What befalls a request. */
    enum Trouble {
        NONE, NOT_SENT, LOST_REQUEST, LOST_ANSWER, LATE_REQUEST, DEATH_BEFORE, DEATH_AFTER
    }

    /** The process dies: everything in memory is gone. */
    static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    ModelledGateway(Path home, MovableClock clock, ModelledCloud cloud) {
        this.clock = clock;
        this.cloud = cloud;
        tickets = new TicketStore(home.resolve("work"), home.resolve("archive"), Durability.OS, MAPPER, clock);
        inbox = new Inbox(home.resolve("inbox"), "app", Optional.empty(), RunSpec.NONE);
        recovery = new Recovery(tickets, List.of(inbox));
        SubmitSlots slots = new SubmitSlots(4, () -> true, clock, this::nanos);
        FailedSubmissions failures = new FailedSubmissions(tickets, slots, BACKOFF, A_DAY, clock);
        KnownRuns known = new KnownRuns();
        inDoubt = new InDoubt(tickets, failures, known, new Looks(tickets, known, BACKOFF, LOOK_UP_DELAY, clock, this::nanos),
                A_DAY, clock);
        CircuitBreaker breaker = new CircuitBreaker("the service", "It waits", Duration.ofSeconds(1), Duration.ofSeconds(1),
                probes -> Duration.ofSeconds(1), clock);
        Inputs inputs = new Inputs(tickets, TARBALL, new Limits(1_000_000, 1_000_000, 1_000_000), MAPPER);
        Rejection rejection = new Rejection(tickets, OneAccount.of(breaker, clock), clock);
        inputCheck = new InputCheck(tickets, inputs, SidecarFile::read, new UnfinishedInputs(Duration.ZERO, System::nanoTime),
                rejection);
        requests = new RunRequests(tickets, inputs, OneAccount.of(breaker, clock), slots, clock);
        started = new StartedRuns(tickets, failures, known, A_DAY, clock);
        failed = new FailedRequests(tickets, rejection, slots, failures, inDoubt);
        Waiters waiters = new Waiters(new Timers(1, new WakeUps()));
        Polling polling = new Polling(Duration.ofSeconds(1), BACKOFF, BACKOFF, 100_000, A_DAY, OnTimeout.REPORT);
        check = new Check(tickets, new Cancellations(tickets, MAPPER, clock), new Check.Known(waiters, run -> "",
                new QueueLooks(OneAccount.of(breaker, clock), waiters, polling, Duration.ZERO,
                        QueueSnapshots.Via.METADATA, clock)), polling,
                new Clocks(clock, clock));
        outputs = new Outputs(tickets, TARBALL, 1_000_000, new GracePeriod(clock), MAPPER);
        errorLog = new ErrorLog(tickets, new GracePeriod(clock), MAPPER);
        logs = new RunLogs(tickets, Extras.Logs.ON_ERROR, MAPPER);
        Extras extras = new Extras(new Extras.Wanted(Extras.Logs.ON_ERROR, false, Extras.Place.ARCHIVE));
        PartialOutput partial = new PartialOutput(tickets, TARBALL, MAPPER);
        delivery = new FolderDelivery(tickets, new Destinations(Map.of(Destination.OUTPUT, home.resolve("outbox"), Destination.ERROR,
                home.resolve("errors"), Destination.CANCELED, home.resolve("canceled"))), extras,
                partial, new Reports(tickets, errorLog, partial, new ConsolePages("https://cloud.nextmv.io", Map.of()), MAPPER));
        for (Ticket ticket : recovery.takeOver()) {
            if (ticket.state() == Ticket.State.SUBMITTING) {
                inDoubt.add(ticket);
            }
            inDoubt.know(ticket);
            due.put(ticket.id(), clock.instant());
        }
    }

    private long nanos() {
        return Duration.between(Instant.EPOCH, clock.instant()).toNanos();
    }

    void claim(Path file) {
        tickets.claims().claim(file, inbox).ifPresent(ticket -> due.put(ticket.id(), clock.instant()));
    }

    boolean isIdle() {
        return due.isEmpty();
    }

    /** What the operating system does when the process is gone; all else is what the disk holds. */
    void die() {
        recovery.close();
        tickets.close();
    }

    /**
     * Takes the step of one ticket that is at hand, when it is due.
     *
     * @param which   which ticket, of those in flight
     * @param trouble what befalls its request
     */
    void step(int which, Trouble trouble) throws Exception {
        if (due.isEmpty()) {
            return;
        }
        TicketName id = due.keySet().stream().toList().get(which % due.size());
        if (due.get(id).isAfter(clock.instant())) {
            clock.turn(Duration.between(clock.instant(), due.get(id)));
        }
        try {
            switch (tickets.read(id).state()) {
                case CLAIMED -> submit(id, trouble);
                case SUBMITTING -> lookUp(id, trouble);
                case SUBMITTED -> check(id, trouble);
                default -> deliver(id, trouble);
            }
        } catch (NotYet again) {
            due.put(id, clock.instant().plus(again.delay()));
        } catch (Fault | UnreadableAnswer | IOException fault) {
            due.put(id, clock.instant().plusMillis(100));
        }
    }

    private void submit(TicketName id, Trouble trouble) throws Exception {
        if (inputCheck.check(id).state() != Ticket.State.CLAIMED) {
            return;
        }
        try {
            requests.begin(id, io.camelnextmv.cloud.Request.post(ApiPath.of("")));
            RunAccepted answer = ask(trouble, late -> cloud.start("camel-nextmv ticket " + id, late));
            started.accepted(id, answer);
        } catch (Death death) {
            throw death;
        } catch (Exception fault) {
            failed.failed(id, fault);
        }
    }

    private void lookUp(TicketName id, Trouble trouble) throws Exception {
        if (inDoubt.mustLook(id)) {
            PagedList lists = inDoubt.look(id);
            while (lists.goesOn()) {
                String path = lists.next().path();
                Optional<String> token = Optional.of(path.replaceFirst("[^?]*([?]pagetoken=)?", ""))
                        .filter(text -> !text.isEmpty());
                boolean queue = path.startsWith(ApiPath.QUEUE.text());
                try {
                    inDoubt.page(id, ask(trouble, late -> queue ? RunList.empty() : cloud.list(token)), cloud.date());
                } catch (Death death) {
                    throw death;
                } catch (Exception fault) {
                    lists.notCome(fault);
                }
            }
        }
        inDoubt.conclude(id);
    }

    private void check(TicketName id, Trouble trouble) {
        String run = tickets.read(id).runId().orElseThrow();
        Optional<RunInformation> answer = ask(trouble, late -> cloud.metadata(run));
        if (answer.isPresent()) {
            check.judge(id, answer.get());
        } else {
            check.unknown(id);
        }
    }

    private void deliver(TicketName id, Trouble trouble) throws IOException {
        boolean output = outputs.areMissing(id);
        if (output || errorLog.isMissing(id)) {
            String result = ask(trouble, late -> cloud.result(tickets.read(id).runId().orElseThrow()));
            if (output) {
                outputs.cutOut(id, bytes(result));
            } else {
                errorLog.keep(id, bytes(result));
                dieIf(trouble == Trouble.DEATH_AFTER);
            }
        }
        if (logs.areMissing(id)) {
            logs.keep(id, bytes("{\"log\":\"solving\"}"));
        }
        dieIf(trouble == Trouble.DEATH_BEFORE);
        Ticket placed = delivery.place(id);
        dieIf(trouble == Trouble.DEATH_AFTER);
        tickets.archive(placed.id());
        due.remove(id);
    }

    private interface Request<T> {
        T send(Duration late);
    }

    /** Sends a request through what befalls it. */
    private static <T> T ask(Trouble trouble, Request<T> request) {
        dieIf(trouble == Trouble.DEATH_BEFORE);
        if (trouble == Trouble.NOT_SENT) {
            throw new Fault(Kind.NOT_SENT, 0, "refused", Optional.empty());
        }
        if (trouble == Trouble.LOST_REQUEST) {
            throw new Fault(Kind.SERVICE, 502, "lost", Optional.empty());
        }
        // Looked up for 7 times the first delay: the lag of the list and this together are less.
        T answer = request.send(trouble == Trouble.LATE_REQUEST ? LOOK_UP_DELAY.multipliedBy(3) : Duration.ZERO);
        dieIf(trouble == Trouble.DEATH_AFTER);
        if (trouble == Trouble.LOST_ANSWER || trouble == Trouble.LATE_REQUEST) {
            throw new Fault(Kind.SERVICE, 0, "lost", Optional.empty());
        }
        return answer;
    }

    private static void dieIf(boolean so) {
        if (so) {
            throw new Death();
        }
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    static void makeFolders(Path home) throws IOException {
        for (String folder : new String[] {"inbox", "work", "archive", "outbox", "errors", "canceled"}) {
            Files.createDirectories(home.resolve(folder));
        }
    }
}
