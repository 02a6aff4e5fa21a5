package io.camelnextmv.cloud;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.headers.Slots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;

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

    /** @return the queue, of which nothing has been read yet */
    public All begin() {
        return new All(mapper);
    }

    /** What has been read of it so far. */
    public static final class All implements PagedList {
        private final ObjectMapper mapper;
        private final PageTokens tokens = new PageTokens(MOST_PAGES);
        private final ByteArrayOutputStream rows = new ByteArrayOutputStream();
        private Optional<RawPage> only = Optional.empty();
        private Optional<String> next = Optional.empty();
        private boolean more = true;

        private All(ObjectMapper mapper) {
            this.mapper = mapper;
        }

        @Override
        public boolean goesOn() {
            return more;
        }

        /** A key need not be allowed to see it. */
        @Override
        public Request next() {
            return Request.getList(ApiPath.QUEUE.page(next));
        }

        /**
         * @throws IOException      if the connection breaks
         * @throws UnreadableAnswer if it is something else, or the queue is larger than 16 MiB
         */
        @Override
        public void page(Message answer) throws IOException {
            InputStream body = answer.getBody(InputStream.class);
            add(body == null ? InputStream.nullInputStream() : body);
        }

        void add(InputStream answer) throws IOException {
            byte[] bytes = answer.readNBytes(MOST + 1);
            if (bytes.length > MOST) {
                throw new UnreadableAnswer("the account's queue is larger than " + MOST + " bytes");
            }
            RawPage page = RawPage.read(bytes, mapper);
            only = next.isEmpty() ? Optional.of(page) : Optional.empty();
            for (RawPage.Slice row : page.rows()) {
                if (rows.size() > 0) {
                    rows.write(',');
                }
                page.write(row, rows);
            }
            next = tokens.after(page.next());
            more = next.isPresent();
            if (tokens.isCut() || rows.size() > MOST) {
                throw new UnreadableAnswer("the account's queue has more pages than can be read");
            }
        }

        @Override
        public void notCome(Exception why) throws Exception {
            more = false;
            throw why;
        }
    }

    /**
     * @param all all that it names
     * @return the service's answer as it is, or the rows of all of its answers in one
     */
    public byte[] whole(@ExchangeProperty(Slots.PAGES) All all) {
        return all.only.map(RawPage::answer).orElseGet(() ->
                ("{\"runs\":[" + all.rows.toString(StandardCharsets.UTF_8) + "]}").getBytes(StandardCharsets.UTF_8));
    }
}
