package io.camelnextmv.proof;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * One HTTP/1.1 message, byte for byte.
 *
 * @param head the first line and the headers, with the empty line behind them
 * @param body the rest, chunks as they are
 */
record HttpBytes(String head, byte[] body) {

    /** Reads one message; empty where the connection ends before it begins. */
    static Optional<HttpBytes> read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        if (!line(in, head)) {
            return Optional.empty();
        }
        int before;
        do {
            before = head.size();
            if (!line(in, head)) {
                return Optional.empty();
            }
        } while (head.size() > before + 2);
        String text = head.toString(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (header(text, "transfer-encoding").filter("chunked"::equalsIgnoreCase).isPresent()) {
            chunks(in, body);
        } else {
            exactly(in, Integer.parseInt(header(text, "content-length").orElse("0")), body);
        }
        return Optional.of(new HttpBytes(text, body.toByteArray()));
    }

    private static void chunks(InputStream in, ByteArrayOutputStream body) throws IOException {
        while (true) {
            int at = body.size();
            line(in, body);
            String size = body.toString(StandardCharsets.ISO_8859_1).substring(at).strip().replaceFirst(";.*", "");
            exactly(in, Integer.parseInt(size, 16) + 2, body);
            if (size.matches("0+")) {
                return;
            }
        }
    }

    private static boolean line(InputStream in, ByteArrayOutputStream to) throws IOException {
        for (int read = in.read(); read >= 0; read = in.read()) {
            to.write(read);
            if (read == '\n') {
                return true;
            }
        }
        return false;
    }

    private static void exactly(InputStream in, int size, ByteArrayOutputStream to) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new IOException("the message ends early");
        }
        to.write(bytes);
    }

    private static Optional<String> header(String head, String name) {
        return head.lines().skip(1).filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":")).findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip());
    }

    String method() {
        return head.split(" ", 3)[0];
    }

    String target() {
        return head.split(" ", 3)[1];
    }

    byte[] bytes() {
        byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = java.util.Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return all;
    }
}
