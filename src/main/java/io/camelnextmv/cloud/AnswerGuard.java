package io.camelnextmv.cloud;

import io.camelnextmv.cloud.Deadlines.Watch;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChain.Scope;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.io.entity.BasicHttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * Stands outermost in a client, where every request passes and answers are unpacked already: sets each a deadline, and
 * its answer the bound of its kind.
 */
final class AnswerGuard implements ExecChainHandler {
    /** Where the deadline of a request is found by those who send it. */
    static final String WATCH = "nextmv-watch";
    private final Deadlines deadlines;
    private final Function<HttpRequest, AnswerKind> kinds;
    private final Limits limits;
    private final Supplier<RequestWatch> requests;

    /**
     * @param deadlines sets them
     * @param kinds     says what the answer to a request is
     * @param limits    how many bytes a payload may have
     * @param requests  is told of them
     */
    AnswerGuard(Deadlines deadlines, Function<HttpRequest, AnswerKind> kinds, Limits limits,
            Supplier<RequestWatch> requests) {
        this.deadlines = deadlines;
        this.kinds = kinds;
        this.limits = limits;
        this.requests = requests;
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, Scope scope, ExecChain chain)
            throws IOException, HttpException {
        AnswerKind kind = kinds.apply(scope.originalRequest);
        Watch watch = deadlines.watch(scope.originalRequest, scope.execRuntime);
        scope.clientContext.setAttribute(WATCH, watch);
        long began = System.nanoTime();
        ClassicHttpResponse answer;
        try {
            answer = chain.proceed(request, scope);
        } catch (IOException | HttpException | RuntimeException e) {
            watch.end();
            requests.get().answered(kind, watch.fired() ? -1 : 0, Duration.ofNanos(System.nanoTime() - began), 0);
            // Whatever is there of an answer that cannot be used: its connection is not used again.
            scope.execRuntime.discardEndpoint();
            if (watch.fired()) {
                throw new AnswerTooSlow(kind, watch.seconds(), e);
            }
            throw e;
        }
        watch.answering();
        long sent = request.getEntity() == null ? 0 : Math.max(0, request.getEntity().getContentLength());
        requests.get().answered(kind, answer.getCode(), Duration.ofNanos(System.nanoTime() - began), sent);
        // It is unpacked, or cannot be: Camel would unpack it once more, behind its bound.
        answer.removeHeaders(HttpHeaders.CONTENT_ENCODING);
        // It is read as what it was asked to be: the server does not choose a charset, or a Java object, for Camel.
        answer.removeHeaders(HttpHeaders.CONTENT_TYPE);
        boolean good = answer.getCode() >= 200 && answer.getCode() < 300;
        // An answer without a body (204) is an empty one: its reader says that it is not what was asked for.
        HttpEntity entity = answer.getEntity() == null
                ? new BasicHttpEntity(InputStream.nullInputStream(), 0, null)
                : answer.getEntity();
        answer.setEntity(body(entity, good ? kind : AnswerKind.REFUSAL, watch, scope));
        return answer;
    }

    private HttpEntity body(HttpEntity entity, AnswerKind kind, Watch watch, Scope scope) throws IOException {
        InputStream content = new CountedStream(entity.getContent(), kind, requests.get());
        long length = entity.getContentLength();
        AnswerStream stream = new AnswerStream(content, kind, kind.most(limits), length, watch, scope.execRuntime);
        if (!kind.isUnwanted()) {
            return new Guarded(entity, stream);
        }
        try {
            if (length >= 0 && length <= AnswerStream.LITTLE) {
                content.readAllBytes();
            }
        } catch (IOException e) {
            // then the connection is not used again
        }
        stream.close();
        return null;
    }

    private static final class Guarded extends HttpEntityWrapper {
        private final AnswerStream stream;

        private Guarded(HttpEntity entity, AnswerStream stream) {
            super(entity);
            this.stream = stream;
        }

        @Override
        public InputStream getContent() {
            return stream;
        }

        @Override
        public boolean isStreaming() {
            return true;
        }

        @Override
        public boolean isRepeatable() {
            return false;
        }

        @Override
        public void close() {
            stream.close();
        }
    }
}
