package io.camelnextmv.boot;

import io.camelnextmv.NextmvBeans;
import io.camelnextmv.client.NextmvRuns;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.servlet.Filter;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Adds the beans and the routes of the jar to the application's Camel context before it starts, with the settings that the
 * application's own properties give. Nothing else of the application is touched.
 */
@AutoConfiguration(after = CamelAutoConfiguration.class)
public class NextmvAutoConfiguration {

    @Bean
    CamelContextConfiguration nextmvRoutes(ApplicationContext application, ConfigurableEnvironment environment) {
        return new RoutesBeforeStart(application, environment);
    }

    /** @return runs from plain Java, for those who want no route */
    @Bean
    @ConditionalOnMissingBean
    NextmvRuns nextmvRuns(CamelContext context) {
        return new NextmvRuns(context);
    }

    /** Events, where they are taken by the application's server. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Filter.class)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @ConditionalOnProperty("nextmv.webhook.enabled")
    static class Webhook {

        @Bean
        EventSizeFilter nextmvEventSizeFilter(ConfigurableEnvironment environment) {
            return new EventSizeFilter(new BootSettings(environment).all()
                    .getOrDefault("nextmv.webhook.path", EventSizeFilter.PATH));
        }
    }

    /** Meters, where the application counts. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterBinder.class)
    static class Metrics {

        @Bean
        NextmvMeters nextmvMeters(CamelContext context) {
            return new NextmvMeters(context);
        }
    }

    /** Camel calls it when all routes of the application are there, and none is started. */
    private record RoutesBeforeStart(ApplicationContext application, ConfigurableEnvironment environment)
            implements CamelContextConfiguration {

        @Override
        public void beforeApplicationStart(CamelContext context) {
            var settings = new BootSettings(environment).all();
            WebServer.mustBeThere(settings, application);
            try {
                NextmvBeans.addTo(context, settings);
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("The routes of camel-nextmv cannot be loaded", e);
            }
        }

        @Override
        public void afterApplicationStart(CamelContext context) {
            // Nothing is left to be done.
        }
    }
}
