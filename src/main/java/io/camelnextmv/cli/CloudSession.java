package io.camelnextmv.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelnextmv.Gateway;
import io.camelnextmv.beans.CloudBeans;
import io.camelnextmv.cloud.Accounts;
import io.camelnextmv.cloud.ApiPath;
import io.camelnextmv.cloud.ClockSkew;
import io.camelnextmv.cloud.CloudAnswers;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Request;
import io.camelnextmv.cloud.Transfer;
import io.camelnextmv.cloud.UnreadableAnswer;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.settings.ContextSettings;
import io.camelnextmv.settings.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;
import org.apache.camel.support.ExchangeHelper;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;

/** Requests to the service on behalf of a command: by the gateway's own routes, but without the gateway. */
final class CloudSession implements AutoCloseable {
    private final Main main;
    private final ProducerTemplate template;
    private final GatewayFiles files;
    private final String account;
    private final TakesLong takesLong = new TakesLong();
    private Optional<String> served = Optional.empty();

    private CloudSession(Main main, GatewayFiles files, String account) {
        this.main = main;
        this.template = main.getCamelContext().createProducerTemplate();
        this.files = files;
        this.account = account;
    }

    /** The beans of the routes that it uses. */
    private static final class Beans implements CamelConfiguration {
        private Settings settings;

        @Override
        public void configure(CamelContext context) {
            settings = ContextSettings.of(context);
            CloudBeans cloud = CloudBeans.of(settings, Clock.systemUTC());
            cloud.turns().tell(why -> System.err.println("Waiting for a turn within the account's limits: " + why));
            cloud.bind(context);
        }
    }

    static CloudSession start(Path folder, Map<String, String> overrides, Function<GatewayFiles, String> account)
            throws Exception {
        Main main = Gateway.withSettings(folder, overrides);
        main.configure().withRoutesIncludePattern(
                Gateway.routes(folder, "50-request") + "," + Gateway.routes(folder, "55-call"));
        Beans beans = new Beans();
        main.configure().addConfiguration(beans);
        try {
            main.start();
            GatewayFiles files = new GatewayFiles(beans.settings);
            return new CloudSession(main, files, account.apply(files));
        } catch (Exception e) {
            main.stop();
            throw Gateway.reason(e);
        }
    }

    GatewayFiles files() {
        return files;
    }

    /** The page of a run in the console, for people. */
    String page(String application, String run) {
        return files.settings().console().of(Optional.of(account).filter(name -> !name.equals(Accounts.MAIN)), application,
                run);
    }

    byte[] get(ApiPath path) {
        return call("GET", path, "");
    }

    JsonNode json(ApiPath path) throws IOException {
        return tree(get(path));
    }

    /** Reads a presigned address; never by way of the disk: whoever has the address has what it leads to. */
    String address(ApiPath path, String... field) throws IOException {
        JsonNode node = tree(call("GET", path.plus("?format=url"), ""));
        for (String name : field) {
            node = node.path(name);
        }
        if (!node.isTextual()) {
            throw new UnreadableAnswer("the answer carries no address");
        }
        return node.asText();
    }

    static JsonNode tree(byte[] answer) throws IOException {
        return new CloudAnswers(CloudBeans.json()).read(new ByteArrayInputStream(answer), JsonNode.class);
    }

    byte[] post(ApiPath path, String json) {
        return call("POST", path, new StringEntity(json, ContentType.APPLICATION_JSON));
    }

    byte[] delete(ApiPath path) {
        return call("DELETE", path, "");
    }

    private byte[] call(String method, ApiPath path, Object body) {
        try (TakesLong.Wait wait = takesLong.begin(() -> "waiting for the service")) {
            return ask("direct:nextmv-call", new Request(method, path, body, Set.of()), Map.of(), byte[].class);
        }
    }

    byte[] queue() {
        try (TakesLong.Wait wait = takesLong.begin(() -> "reading the account's queue")) {
            return ask("direct:nextmv-queue", "", Map.of(), byte[].class);
        }
    }

    void save(ApiPath path, Path file) {
        try (TakesLong.Wait wait = takesLong.begin(() -> fetched(file))) {
            ask("direct:nextmv-call-to-file", Request.get(path), Map.of(Slots.FILE, file.toString()), Object.class);
        }
    }

    void download(String address, Path file) {
        try (TakesLong.Wait wait = takesLong.begin(() -> fetched(file))) {
            ask("direct:nextmv-download-to-file", Transfer.get(address), Map.of(Slots.FILE, file.toString()), Object.class);
        }
    }

    /** How much of a file has come. */
    private static String fetched(Path file) {
        try {
            return "fetched " + Table.bytes(Files.size(HalfDone.part(file)));
        } catch (IOException e) {
            return "waiting for the service";
        }
    }

    /** The service's time, as it said with its last answer. */
    Optional<Instant> serviceTime() {
        return served.flatMap(ClockSkew::time);
    }

    void cancel(String application, String run) {
        ask("direct:nextmv-request-at-once", Request.cancel(ApiPath.runs(application).run(run).plus("/cancel")), Map.of(), Object.class);
    }

    private <T> T ask(String route, Object body, Map<String, Object> slots, Class<T> answer) {
        try {
            Exchange asked = template.request(route, exchange -> {
                exchange.getMessage().setBody(body);
                exchange.setProperty(Slots.ACCOUNT, account);
                slots.forEach(exchange::setProperty);
            });
            served = Optional.ofNullable(asked.getMessage().getHeader("Date", String.class));
            return asked.getContext().getTypeConverter().convertTo(answer, asked,
                    ExchangeHelper.extractResultBody(asked, ExchangePattern.InOut));
        } catch (CamelExecutionException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof Fault || cause instanceof UnreadableAnswer
                        || cause instanceof UncheckedIOException) {
                    // The last is our disk's: what came over the wire is none.
                    throw (RuntimeException) cause;
                }
            }
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof IOException) {
                    throw new NotDone(NotDone.SERVICE, "the answer broke off: " + cause);
                }
            }
            throw e;
        }
    }

    @Override
    public void close() {
        takesLong.close();
        main.stop();
    }
}
