package io.camelnextmv.boot;

import io.camelnextmv.settings.BadSetting;
import java.util.Map;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;

/** What takes events in a Spring Boot application: its own server, by a starter of Camel's. It takes no inputs. */
final class WebServer {
    private static final String ENGINE = "org.apache.camel.component.platform.http.spi.PlatformHttpEngine";
    private static final String WEB = "org.springframework.web.context.WebApplicationContext";

    private WebServer() {
    }

    /**
     * Says what is missing where events are to be taken, and that inputs cannot be: there Camel reads a body as a whole, and
     * hands on letters in place of its bytes.
     *
     * @throws BadSetting if nothing would take them
     */
    static void mustBeThere(Map<String, String> settings, ApplicationContext application) {
        if ("true".equals(settings.get("nextmv.http-inputs.enabled"))) {
            throw new BadSetting("nextmv.http-inputs.enabled is true, but inputs cannot be posted to a Spring Boot application: post"
                    + " them to a gateway, or send what a controller of yours takes to direct:nextmv-submit");
        }
        if ("true".equals(settings.get("nextmv.webhook.enabled")) && !hasEngine(application)) {
            throw new BadSetting("nextmv.webhook.enabled is true, but nothing takes events here: add"
                    + " camel-platform-http-starter (org.apache.camel.springboot) and spring-boot-starter-web");
        }
    }

    /** By name: neither need be on the class path. */
    private static boolean hasEngine(ApplicationContext application) {
        ClassLoader loader = application.getClassLoader();
        return ClassUtils.isPresent(ENGINE, loader) && ClassUtils.isPresent(WEB, loader)
                && ClassUtils.resolveClassName(WEB, loader).isInstance(application)
                && application.getBeanNamesForType(ClassUtils.resolveClassName(ENGINE, loader)).length > 0;
    }
}
