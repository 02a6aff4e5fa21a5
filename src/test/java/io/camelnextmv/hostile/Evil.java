package io.camelnextmv.hostile;

import static io.camelnextmv.fixture.LyingCloud.text;

import io.camelnextmv.fixture.LyingCloud.Lie;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;

/** What a hostile or broken server may send in place of an answer; most of it has no end. */
enum Evil {
    SLOW_BODY(out -> {
        text(out, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
        slowly(out, "{");
    }),
    SLOW_BODY_WITHOUT_A_LENGTH(out -> {
        text(out, "HTTP/1.1 200 OK\r\n\r\n");
        slowly(out, " ");
    }),
    SLOW_HEAD(out -> {
        text(out, "HTTP/1.1 200 OK\r\nX: ");
        slowly(out, "x");
    }),
    SLOW_HEADERS(out -> {
        text(out, "HTTP/1.1 200 OK\r\n");
        slowly(out, "X: x\r\n");
    }),
    SLOW_TRAILERS(out -> {
        text(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n");
        slowly(out, "X: x\r\n");
    }),
    SLOW_CHUNK_EXTENSION(out -> {
        text(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=");
        slowly(out, "x");
    }),
    SLOW_INTERIM_ANSWERS(out -> slowly(out, "HTTP/1.1 102 Processing\r\n\r\n")),
    SLOW_REFUSAL(out -> {
        text(out, "HTTP/1.1 500 Oops\r\nContent-Length: 100000\r\n\r\n");
        slowly(out, "x");
    }),
    ENDLESS_BODY(out -> {
        text(out, "HTTP/1.1 200 OK\r\n\r\n");
        forever(out, " ".repeat(8000));
    }),
    ENDLESS_CHUNKS(out -> {
        text(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        forever(out, "1000\r\n" + "[".repeat(4096) + "\r\n");
    }),
    ENDLESS_REFUSAL(out -> {
        text(out, "HTTP/1.1 500 Oops\r\n\r\n");
        forever(out, "<p>".repeat(3000));
    }),
    ENDLESS_HEADER(out -> {
        text(out, "HTTP/1.1 200 OK\r\nX: ");
        forever(out, "x".repeat(8000));
    }),
    ENDLESS_FOLDED_HEADER(out -> {
        text(out, "HTTP/1.1 200 OK\r\nX: x\r\n");
        forever(out, " x\r\n".repeat(1000));
    }),
    ENDLESS_HEADERS(out -> {
        text(out, "HTTP/1.1 200 OK\r\n");
        forever(out, "X: x\r\n".repeat(1000));
    }),
    ENDLESS_TRAILERS(out -> {
        text(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n");
        forever(out, "X: x\r\n".repeat(1000));
    }),
    ENDLESS_INTERIM_ANSWERS(out -> forever(out, "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n".repeat(100))),
    BOMB(out -> {
        text(out, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n");
        forever(new GZIPOutputStream(out, 8192), " ".repeat(64_000));
    }),
    BOMB_IN_A_BOMB(out -> {
        text(out, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip\r\n\r\n");
        forever(new GZIPOutputStream(new GZIPOutputStream(out, 8192), 8192), " ".repeat(64_000));
    }),
    BOMB_AS_A_REFUSAL(out -> {
        text(out, "HTTP/1.1 503 Oops\r\nContent-Encoding: gzip\r\nRetry-After: 0\r\n\r\n");
        forever(new GZIPOutputStream(out, 8192), " ".repeat(64_000));
    }),
    NO_GZIP_AT_ALL(out -> text(out, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}")),
    LENGTH_OF_AN_EXABYTE(out -> {
        text(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000000000000000000\r\n\r\n");
        forever(out, " ".repeat(8000));
    }),
    A_JAVA_OBJECT(out -> text(out, "HTTP/1.1 200 OK\r\nContent-Type: application/x-java-serialized-object\r\nConnection: close\r\n"
            + "Content-Length: 2\r\n\r\n{}")),
    NO_CONTENT(out -> text(out, "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")),
    A_CHARSET_OF_ITS_OWN(out -> text(out, "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=UTF-16\r\nConnection: close\r\n"
            + "Content-Length: 2\r\n\r\n{}")),
    A_REDIRECT(out -> text(out, "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));

    private final Lie lie;

    Evil(Lie lie) {
        this.lie = lie;
    }

    Lie lie() {
        return lie;
    }

    private static void slowly(OutputStream out, String drop) throws IOException {
        while (!Thread.currentThread().isInterrupted()) {
            text(out, drop);
            out.flush();
            LockSupport.parkNanos(50_000_000);
        }
    }

    private static void forever(OutputStream out, String wave) throws IOException {
        OutputStream left = new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes) throws IOException {
                out.write(bytes);
            }
        };
        while (!Thread.currentThread().isInterrupted()) {
            text(left, wave);
        }
    }
}
