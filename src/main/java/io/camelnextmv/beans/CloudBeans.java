package io.camelnextmv.beans;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.camelnextmv.cloud.Account;
import io.camelnextmv.cloud.AccountBreakers;
import io.camelnextmv.cloud.Accounts;
import io.camelnextmv.cloud.ApiKey;
import io.camelnextmv.cloud.Bulkhead;
import io.camelnextmv.cloud.CircuitBreaker;
import io.camelnextmv.cloud.CircuitBreakers;
import io.camelnextmv.cloud.CloudAnswers;
import io.camelnextmv.cloud.CloudClient;
import io.camelnextmv.cloud.CloudFailure;
import io.camelnextmv.cloud.Faults;
import io.camelnextmv.cloud.HttpStack;
import io.camelnextmv.cloud.HttpStack.Timeouts;
import io.camelnextmv.cloud.MainTarget;
import io.camelnextmv.cloud.Pages;
import io.camelnextmv.cloud.RequestAddress;
import io.camelnextmv.cloud.StorageFailure;
import io.camelnextmv.cloud.WholeQueue;
import io.camelnextmv.limits.AccountTurns;
import io.camelnextmv.limits.Budget;
import io.camelnextmv.limits.TurnThreads;
import io.camelnextmv.limits.Turns;
import io.camelnextmv.limits.WakeUps;
import io.camelnextmv.logging.Logs;
import io.camelnextmv.payload.SaveToFile;
import io.camelnextmv.retry.Backoff;
import io.camelnextmv.settings.AccountSettings;
import io.camelnextmv.settings.CloudSettings.Http;
import io.camelnextmv.settings.NamedInbox;
import io.camelnextmv.settings.Settings;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.apache.camel.support.SimpleEventNotifierSupport;

/**
 * The beans by which requests are sent and answers read: a part of what the gateway needs, and all that a command does.
 *
 * @param mapper   reads and writes JSON
 * @param accounts as whom requests are sent, and whether they get through
 * @param http     how requests are sent
 * @param turns    who waits for a turn, within the limits of each account
 * @param wakeUps  who does not wait
 */
public record CloudBeans(ObjectMapper mapper, Accounts accounts, HttpStack http, AccountTurns turns, WakeUps wakeUps) {
    private static final String CLIENT = "nextmvCloudClient-";

    /**
     * Makes the beans.
     *
     * @param settings where the service is, and how requests go there
     * @param clock    the time
     * @return the beans, in no context yet
     */
    public static CloudBeans of(Settings settings, Clock clock) {
        ObjectMapper mapper = json();
        Http http = settings.cloud().http();
        Accounts accounts = accounts(settings, mapper, clock);
        TurnThreads threads = new TurnThreads();
        WakeUps wakeUps = new WakeUps();
        return new CloudBeans(mapper, accounts,
                new HttpStack(new Timeouts(http.connectTimeout(), http.responseTimeout()), settings.sizes().limits(),
                        http.way()),
                new AccountTurns(accounts, () -> turns(settings, threads, wakeUps)), wakeUps);
    }

    private static Turns turns(Settings settings, TurnThreads threads, WakeUps wakeUps) {
        Budget budget = new Budget(settings.resilience().limits(), settings.resilience().retry().delay(), System::nanoTime);
        return new Turns(budget, settings.poll().concurrency(), threads, wakeUps);
    }

    /** Inboxes with the same key and address share an account. */
    private static Accounts accounts(Settings settings, ObjectMapper mapper, Clock clock) {
        Backoff retry = settings.resilience().retry();
        Accounts accounts = new Accounts(account(Accounts.MAIN, settings.cloud().account(), retry, mapper, clock),
                System::nanoTime);
        Map<AccountSettings, Account> made = new LinkedHashMap<>();
        for (NamedInbox inbox : settings.folders().inboxes()) {
            inbox.account().ifPresent(own -> accounts.add(inbox.name(), made.entrySet().stream()
                    .filter(other -> other.getKey().isSameAs(own)).map(Map.Entry::getValue).findFirst().orElseGet(() -> {
                        Account account = account(inbox.name(), own, retry, mapper, clock);
                        made.put(own, account);
                        return account;
                    })));
        }
        return accounts;
    }

    private static Account account(String name, AccountSettings settings, Backoff retry, ObjectMapper mapper, Clock clock) {
        MainTarget main = new MainTarget(settings.applicationId(), settings.instanceId(), settings.key().setting(),
                settings.prefix());
        boolean shared = name.equals(Accounts.MAIN);
        String whose = shared ? "" : " (account of inbox " + name + ")";
        return new Account(name, settings.url(), new ApiKey(settings.key().setting(), settings.key().value(),
                settings.key()::readAgain, Logs.guarded()::add, System::nanoTime), main, new Faults(main, mapper, clock),
                new CircuitBreakers(breaker("the service" + whose, shared ? "Picking up pauses, inputs stay where they are"
                        : "Picking up pauses there, inputs stay where they are, those of other accounts go on", retry,
                        clock), breaker("the object storage" + whose, "What is to be uploaded or downloaded waits", retry,
                                clock)));
    }

    private static CircuitBreaker breaker(String service, String consequence, Backoff retry, Clock clock) {
        return new CircuitBreaker(service, consequence, retry.delay(), retry.maxDelay(),
                probes -> retry.after(probes, ThreadLocalRandom.current()), clock);
    }

    /** @return what reads and writes the JSON of the service and of the tickets */
    public static ObjectMapper json() {
        return JsonMapper.builder().addModule(new Jdk8Module()).addModule(new JavaTimeModule())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS).build();
    }

    /**
     * Makes them known to the routes, and what reads answers to Camel; the connections end with the context.
     *
     * @param context the context
     */
    public void bind(CamelContext context) {
        Registry registry = context.getRegistry();
        // A copy: Camel's data format changes the mapper that it is given.
        registry.bind("nextmvMapper", mapper.copy());
        registry.bind("nextmvAccounts", accounts);
        registry.bind("nextmvPages", new Pages());
        registry.bind("nextmvCircuitBreaker", new AccountBreakers(accounts, CircuitBreakers::api));
        registry.bind("nextmvTurns", turns);
        DefaultHeaderFilterStrategy answerHeaders = new DefaultHeaderFilterStrategy();
        answerHeaders.setInFilterPattern("(?i)(?!date$).*");
        registry.bind("nextmvAnswerHeaders", answerHeaders);
        registry.bind("nextmvRequestAddress", new RequestAddress(account -> accounts.of(account).url()));
        registry.bind("nextmvCloudFailure", new CloudFailure(accounts, turns::slowDown));
        registry.bind("nextmvStorageBreaker", new AccountBreakers(accounts, CircuitBreakers::storage));
        registry.bind("nextmvStorageFailure", new StorageFailure(accounts));
        registry.bind("nextmvBulkhead", new Bulkhead(System::nanoTime));
        registry.bind("nextmvSaveToFile", new SaveToFile());
        registry.bind("nextmvWholeQueue", new WholeQueue(mapper));
        Map<Account, CloudClient> clients = new HashMap<>();
        accounts.byName().forEach((name, account) -> registry.bind(CLIENT + name, clients.computeIfAbsent(account,
                its -> new CloudClient(http, Optional.of(its)))));
        // Of a request that names no account.
        registry.bind(CLIENT, registry.lookupByName(CLIENT + Accounts.MAIN));
        registry.bind("nextmvStorageClient", new CloudClient(http, Optional.empty()));
        context.getManagementStrategy().addEventNotifier(new ClosedWithItsContext(http));
        new CloudAnswers(mapper).addTo(context.getTypeConverterRegistry());
    }

    /** Requests at hand are over by then: Camel has stopped its routes before. */
    private static final class ClosedWithItsContext extends SimpleEventNotifierSupport {
        private final HttpStack http;

        private ClosedWithItsContext(HttpStack http) {
            this.http = http;
        }

        @Override
        public boolean isEnabled(CamelEvent event) {
            return event.getType() == CamelEvent.Type.CamelContextStopped;
        }

        @Override
        public void notify(CamelEvent event) {
            http.close();
        }
    }
}
