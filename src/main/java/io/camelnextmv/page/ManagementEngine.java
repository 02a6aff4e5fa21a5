package io.camelnextmv.page;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * Lets routes listen at Camel's management server, beside the health and the metrics: by themselves they listen at the other one,
 * where events of strangers come in.
 */
final class ManagementEngine implements PlatformHttpEngine {
    private final int port;
    private final Handler<RoutingContext> guard;

    /**
     * @param port  the management server's
     * @param guard sees each request before the route does
     */
    ManagementEngine(int port, Handler<RoutingContext> guard) {
        this.port = port;
        this.guard = guard;
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        return new VertxPlatformHttpConsumer(endpoint, processor, List.of(guard),
                VertxPlatformHttpRouter.getRouterNameFromPort(port));
    }

    @Override
    public int getServerPort() {
        return port;
    }
}
