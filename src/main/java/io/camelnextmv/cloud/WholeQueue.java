package io.camelnextmv.cloud;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.headers.Slots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;

/** The account's queue, with all of its pages, as one answer: the service's own JSON. */
public final class WholeQueue {
    private static final int MOST_PAGES = 1000;
    /** In bytes: a message is made of it, which is in memory as a whole. */
    private static final int MOST = 16 * 1024 * 1024;
    private final ObjectMapper mapper;

    /** @param mapper reads the pages */
    public WholeQueue(ObjectMapper mapper) {
        this.mapper = CloudAnswers.lenient(mapper);
    }

    /** What has been read so far. */
    public static final class Pages {
        private final PageTokens tokens = new PageTokens(MOST_PAGES);
        private final ByteArrayOutputStream rows = new ByteArrayOutputStream();
        private Optional<RawPage> only = Optional.empty();
        private Optional<String> next = Optional.empty();
        private boolean more = true;

        private Pages() {
        }
    }

    /** @return nothing yet, and the first page to be asked for */
    public Pages begin() {
        return new Pages();
    }

    /**
     * Says so once for each page: where that does not come, no other is asked for.
     *
     * @param pages what has been read so far
     * @return whether a page is to be asked for
     */
    public boolean isToAsk(@ExchangeProperty(Slots.PAGES) Pages pages) {
        boolean ask = pages.more;
        pages.more = false;
        return ask;
    }

    /**
     * @param pages what has been read so far
     * @return asks for the next page, which a key need not be allowed to see
     */
    public Request request(@ExchangeProperty(Slots.PAGES) Pages pages) {
        return Request.getList(ApiPaths.page(ApiPaths.QUEUE, pages.next));
    }

    /**
     * A page has come.
     *
     * @param answer the service's answer
     * @param pages  what has been read before
     * @throws IOException      if the connection breaks
     * @throws UnreadableAnswer if it is something else, or the queue is larger than 16 MiB
     */
    public void add(@Body InputStream answer, @ExchangeProperty(Slots.PAGES) Pages pages) throws IOException {
        byte[] bytes = answer == null ? new byte[0] : answer.readNBytes(MOST + 1);
        if (bytes.length > MOST) {
            throw new UnreadableAnswer("the account's queue is larger than " + MOST + " bytes");
        }
        RawPage page = RawPage.read(bytes, mapper);
        pages.only = pages.next.isEmpty() ? Optional.of(page) : Optional.empty();
        for (RawPage.Slice row : page.rows()) {
            if (pages.rows.size() > 0) {
                pages.rows.write(',');
            }
            page.write(row, pages.rows);
        }
        pages.next = pages.tokens.after(page.next());
        pages.more = pages.next.isPresent();
        if (pages.tokens.isCut() || pages.rows.size() > MOST) {
            throw new UnreadableAnswer("the account's queue has more pages than can be read");
        }
    }

    /**
     * @param pages all pages
     * @return the service's answer as it is, or the rows of all of its answers in one
     */
    public byte[] whole(@ExchangeProperty(Slots.PAGES) Pages pages) {
        return pages.only.map(RawPage::answer).orElseGet(() ->
                ("{\"runs\":[" + pages.rows.toString(StandardCharsets.UTF_8) + "]}").getBytes(StandardCharsets.UTF_8));
    }
}
