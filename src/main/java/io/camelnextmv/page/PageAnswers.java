package io.camelnextmv.page;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** What a browser is answered that wants to see the page: the page, what belongs to it, and its state. */
public final class PageAnswers {
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final int NOT_FOUND = 404;
    private static final int BUSY = 503;
    private static final String FOLDER = "/nextmv/page/";
    private static final String PAGE = "page.html";
    private static final Map<String, String> TYPES = Map.of(PAGE, "text/html; charset=utf-8", "page.css",
            "text/css; charset=utf-8", "page.js", "text/javascript; charset=utf-8", "icon.svg", "image/svg+xml");
    private final PageStates states;
    private final Clock clock;

    /**
     * @param states what there is to tell
     * @param clock  the time
     */
    PageAnswers(PageStates states, Clock clock) {
        this.states = states;
        this.clock = clock;
    }

    /**
     * Answers with the page.
     *
     * @param exchange a request; becomes the answer
     * @throws IOException if it is not in the jar
     */
    public void page(Exchange exchange) throws IOException {
        file(exchange, PAGE);
    }

    /**
     * Answers with what the page needs.
     *
     * @param exchange a request that names it; becomes the answer
     * @throws IOException if it is not in the jar
     */
    public void file(Exchange exchange) throws IOException {
        file(exchange, Optional.ofNullable(exchange.getMessage().getHeader("file")).map(Object::toString).orElse(""));
    }

    private static void file(Exchange exchange, String name) throws IOException {
        if (!TYPES.containsKey(name)) {
            bare(exchange, NOT_FOUND, "text/plain; charset=utf-8").setBody("there is nothing of that name");
            return;
        }
        try (InputStream in = PageAnswers.class.getResourceAsStream(FOLDER + name)) {
            byte[] bytes = in.readAllBytes();
            answer(exchange, TYPES.get(name), PageStates.version(bytes), bytes);
        }
    }

    /**
     * Answers with the state of the gateway.
     *
     * @param exchange a request that says what is wanted of it; becomes the answer
     * @throws IOException if it cannot be written
     */
    public void state(Exchange exchange) throws IOException {
        Optional<PageStates.Told> told = states.told(Question.of(exchange.getMessage()));
        if (told.isEmpty()) {
            bare(exchange, BUSY, "text/plain; charset=utf-8").setBody("A folder of the gateway does not answer.");
            return;
        }
        answer(exchange, "application/json", told.get().version(), told.get().json());
        // Apart from the state, which would never be the same otherwise.
        exchange.getMessage().setHeader("Nextmv-Now", clock.instant().toString());
    }

    private static void answer(Exchange exchange, String type, String version, byte[] bytes) {
        boolean known = version.equals(exchange.getMessage().getHeader("If-None-Match"));
        Message answer = bare(exchange, known ? NOT_MODIFIED : OK, type);
        answer.setHeader("ETag", version);
        answer.setBody(known ? new byte[0] : bytes);
    }

    /** Nothing of the request goes back. */
    static Message bare(Exchange exchange, int status, String type) {
        Message answer = exchange.getMessage();
        answer.removeHeaders("*");
        answer.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        answer.setHeader(Exchange.CONTENT_TYPE, type);
        return answer;
    }
}
