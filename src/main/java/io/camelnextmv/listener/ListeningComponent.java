package io.camelnextmv.listener;

import io.camelnextmv.settings.BadSetting;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.support.PluginHelper;

/** What the route of the webhook listens by: an application that has the jar on its class path need not have it. */
public final class ListeningComponent {
    private static final String COMPONENT = "platform-http";

    private ListeningComponent() {
    }

    /**
     * Says what is missing, in place of a start that fails with the name of a component.
     *
     * @param context the application's context
     * @throws BadSetting if there is no such component
     */
    public static void mustBeIn(CamelContext context) {
        if (context.hasComponent(COMPONENT) == null && !canBeFound(context)) {
            throw new BadSetting("nextmv.webhook.enabled is true, but this application has nothing that listens: add"
                    + " camel-platform-http-main in Camel Main, or camel-platform-http-starter in Spring Boot");
        }
    }

    /** Not yet made: the application may still say how. */
    private static boolean canBeFound(CamelContext context) {
        try {
            return PluginHelper.getComponentResolver(context).resolveComponent(COMPONENT, context) != null;
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        }
    }
}
