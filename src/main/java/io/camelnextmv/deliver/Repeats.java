package io.camelnextmv.deliver;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The one rule for answers that came whole and cannot be used: each is asked for again, until the same has come
 * {@value #SAME} times in a row, or {@value #ALL} such answers in all. Then it is no accident of the way, and is told. A
 * page ({@code <html>}) comes from something between us and the service, so it counts for the latter only.
 *
 * <p>What was met is written beside the ticket, so that neither a restart nor another gateway begins anew. An answer that
 * breaks off is none, and is not counted: that is the way's fault.
 */
final class Repeats {
    /** Two may be an accident that repeats itself. */
    static final int SAME = 3;
    /** With the delays of {@code nextmv.retry} some minutes. */
    static final int ALL = 10;
    private static final String FILE = "unreadable.json";
    private static final TypeReference<TreeMap<String, Seen>> TYPE = new TypeReference<>() {
    };
    private final TicketStore tickets;
    private final ObjectMapper mapper;

    /** What came so far to one question. */
    private record Seen(String digest, int same, int all) {
    }

    Repeats(TicketStore tickets, ObjectMapper mapper) {
        this.tickets = tickets;
        this.mapper = mapper;
    }

    /**
     * An answer cannot be used.
     *
     * @param id       the ticket's name
     * @param question what was asked for
     * @param answer   the answer
     * @return whether it will not get better
     * @throws UncheckedIOException if the disk says no
     */
    boolean areEnough(TicketName id, String question, Path answer) {
        MessageDigest digest = sha256();
        boolean page;
        try (InputStream in = new DigestInputStream(Files.newInputStream(answer), digest)) {
            page = new String(in.readNBytes(64), StandardCharsets.ISO_8859_1).stripLeading().startsWith("<");
            in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return areEnough(id, question, page ? "" : HexFormat.of().formatHex(digest.digest()));
    }

    /**
     * The same of an answer that was not kept.
     *
     * @param words what is wrong with it
     */
    boolean areEnough(TicketName id, String question, String words) {
        Map<String, Seen> met = read(id);
        Seen last = met.getOrDefault(question, new Seen("", 0, 0));
        boolean same = !words.isEmpty() && words.equals(last.digest());
        Seen now = new Seen(words, same ? last.same() + 1 : 1, last.all() + 1);
        // It stays: who asks anew because of something else does not begin anew here.
        met.put(question, now);
        write(id, met);
        return now.same() >= SAME || now.all() >= ALL;
    }

    /** A usable answer came. */
    void forget(TicketName id, String question) {
        Map<String, Seen> met = read(id);
        if (met.remove(question) != null) {
            write(id, met);
        }
    }

    private Map<String, Seen> read(TicketName id) {
        try {
            Optional<byte[]> there = tickets.folder(id).read(FILE);
            Map<String, Seen> met = there.isEmpty() ? null : mapper.readValue(there.get(), TYPE);
            return met == null ? new TreeMap<>() : met;
        } catch (IOException e) {
            return new TreeMap<>();
        }
    }

    private void write(TicketName id, Map<String, Seen> met) {
        try {
            if (met.isEmpty()) {
                tickets.folder(id).forget(FILE);
            } else {
                tickets.folder(id).note(FILE, mapper.writeValueAsBytes(met));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
