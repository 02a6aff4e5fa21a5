package io.camelnextmv.settings;

/** A setting with which the gateway cannot start; the message is one line that names it. */
public final class BadSetting extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** @param message one line that names the setting and says what is wrong with it */
    public BadSetting(String message) {
        super(message);
    }
}
