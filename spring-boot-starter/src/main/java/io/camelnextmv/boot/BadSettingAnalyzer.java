package io.camelnextmv.boot;

import io.camelnextmv.settings.BadSetting;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in one line which setting keeps the application from starting, in place of a stack trace. */
public final class BadSettingAnalyzer extends AbstractFailureAnalyzer<BadSetting> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, BadSetting cause) {
        return new FailureAnalysis(cause.getMessage(), "Mend it in the application's settings, and start again. All"
                + " settings of camel-nextmv, with their units and defaults, are in nextmv/application.properties"
                + " of its jar.", cause);
    }
}
