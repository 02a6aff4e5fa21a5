package io.camelnextmv.page;

import io.camelnextmv.settings.PageSettings;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
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

    /**
     * Made here and not where the other beans are: an application that serves no page need not have what serves it.
     *
     * @param page    the settings
     * @param control what is needed to cancel and retry
     */
    static ManagementEngine guarded(PageSettings page, Optional<String> control) {
        return new ManagementEngine(page.port(), new PageGuard(page, control));
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
