package io.camelnextmv.steer;

import io.camelnextmv.cloud.Fault;
import io.camelnextmv.headers.NextmvHeaders;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.retry.Backoff;
import io.camelnextmv.ticket.Repeated;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of {@code control/cancel}, each a wish to cancel what its name says. One that cannot be answered is asked again
 * after delays that grow, and is spoken of now and then only.
 */
public final class Wishes implements GenericFileFilter<File> {
    private static final Logger LOG = LoggerFactory.getLogger(Wishes.class);
    private static final String ANSWER = ".error.json";
    /** Answers, what is hidden, and what somebody is still writing. */
    private static final Pattern NO_WISH = Pattern.compile("(?si).*[.]error[.]json|[.].*|.*[.]part|.*[.]tmp");
    /** Bytes that a file system takes for a name, less the dot of what is being written. */
    private static final int LONGEST = 254;
    /** Of more wishes that cannot be answered, the oldest are asked as if they were new. */
    private static final int KNOWN = 1000;
    private final OthersTickets others;
    private final Backoff backoff;
    private final Clock clock;
    private final Repeated repeated = new Repeated();
    private final Map<String, Rest> resting = new LinkedHashMap<>();

    private record Rest(int tries, Instant until) {
    }

    /**
     * @param others  what is left to other gateways
     * @param backoff the delays
     * @param clock   a clock that does not jump
     */
    public Wishes(OthersTickets others, Backoff backoff, Clock clock) {
        this.others = others;
        this.backoff = backoff;
        this.clock = clock;
    }

    /**
     * @param name a file's name
     * @return whether such a file is a wish, and is read
     */
    public static boolean isOne(String name) {
        return !NO_WISH.matcher(name).matches();
    }

    @Override
    public boolean accept(GenericFile<File> file) {
        String name = file.getFileNameOnly();
        return isOne(name) && isDue(name) && !others.has(name);
    }

    private synchronized boolean isDue(String name) {
        Rest rest = resting.get(name);
        return rest == null || !clock.instant().isBefore(rest.until());
    }

    /**
     * A wish cannot be answered now.
     *
     * @param name what was to be canceled
     * @param why  what was met
     */
    public void notAnswered(@Header(NextmvHeaders.CANCEL) String name, @ExchangeProperty(Slots.CAUGHT) Exception why) {
        synchronized (this) {
            int tries = resting.containsKey(name) ? resting.remove(name).tries() : 0;
            resting.put(name, new Rest(tries + 1, clock.instant().plus(backoff.after(tries, ThreadLocalRandom.current()))));
            if (resting.size() > KNOWN) {
                resting.remove(resting.keySet().iterator().next());
            }
        }
        if (why instanceof Fault) {
            LOG.debug("{} cannot be canceled yet: {}", name, why.getMessage());
        } else {
            repeated.say(name, count -> LOG.warn("{} cannot be canceled yet: {}. The wish stays in control/cancel, and is"
                    + " seen to again.{}", name, why.getMessage(), count));
        }
    }

    /**
     * @param answer the answer to a wish
     * @param file   the wish
     * @return whether the answer is to lie in its place: if it is no, and somebody waits for it
     * @throws IOException if the wish cannot be read
     */
    public boolean isToBeTold(@Body CancelAnswer answer, @Header("CamelFileAbsolutePath") String file) throws IOException {
        return answer.isRefused() && OthersTickets.isAnswerWaitedFor(Path.of(file));
    }

    /**
     * A wish was answered.
     *
     * @param name what was to be canceled
     */
    public synchronized void answered(@Header(NextmvHeaders.CANCEL) String name) {
        resting.remove(name);
        repeated.isOver(name);
    }

    /**
     * Where the answer to a wish lies, if it is no.
     *
     * @param name what was to be canceled
     * @return a file's name; a wish whose own name leaves no room gets its beginning, and what tells it from others
     */
    public static String answerTo(@Header(NextmvHeaders.CANCEL) String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length + ANSWER.length() <= LONGEST) {
            return name + ANSWER;
        }
        String mark = "-" + UUID.nameUUIDFromBytes(bytes).toString().substring(0, 8);
        int end = name.length();
        while (name.substring(0, end).getBytes(StandardCharsets.UTF_8).length > LONGEST - ANSWER.length() - mark.length()) {
            end = name.offsetByCodePoints(end, -1);
        }
        return name.substring(0, end) + mark + ANSWER;
    }
}
