package io.camelnextmv.boot;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Refuses events that are larger than any is. Camel reads a request as a whole before its route sees it, and whoever can
 * reach the server could send one that the memory cannot hold.
 */
final class EventSizeFilter implements Filter {
    /** The default of {@code nextmv.webhook.path}. */
    static final String PATH = "/nextmv/webhook";
    /** In bytes. */
    static final int LARGEST = 64 * 1024;
    private final String path;

    /** @param path the path at which events come, below that of the application */
    EventSizeFilter(String path) {
        this.path = path;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest http) || !decoded(http).endsWith(path)) {
            chain.doFilter(request, response);
            return;
        }
        byte[] body = http.getContentLengthLong() > LARGEST ? new byte[LARGEST + 1]
                : http.getInputStream().readNBytes(LARGEST + 1);
        if (body.length > LARGEST) {
            ((HttpServletResponse) response).sendError(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
        } else {
            chain.doFilter(new WholeRequest(http, body), response);
        }
    }

    /** However its letters are written, and wherever the application's servlet lies. */
    private static String decoded(HttpServletRequest request) {
        return request.getServletPath() + Optional.ofNullable(request.getPathInfo()).orElse("");
    }

    /** A request whose body is read. */
    private static final class WholeRequest extends HttpServletRequestWrapper {
        private final byte[] body;

        WholeRequest(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        @Override
        public ServletInputStream getInputStream() {
            return new WholeBody(body);
        }

        /** Camel reads letters, and makes bytes of them again, in UTF-8 where the type names no charset: the same bytes. */
        @Override
        public BufferedReader getReader() {
            return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }

        @Override
        public String getContentType() {
            String type = super.getContentType();
            return type == null ? null : type.replaceFirst(";.*", "").strip();
        }
    }

    /** A body that is there. */
    private static final class WholeBody extends ServletInputStream {
        private final ByteArrayInputStream bytes;

        WholeBody(byte[] body) {
            this.bytes = new ByteArrayInputStream(body);
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return bytes.read(into, offset, length);
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException("the body is read at once");
        }
    }
}
