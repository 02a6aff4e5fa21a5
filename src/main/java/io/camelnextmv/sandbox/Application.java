package io.camelnextmv.sandbox;

/** An application as the API shows it: there is nothing to it but its name. */
record Application(String id, String name, String description, String type, String defaultInstance) {
    /** The instance that runs where a request names none. */
    static final String DEFAULT_INSTANCE = "latest";

    static Application of(String id) {
        return new Application(id, id, "An application of the sandbox", "custom", DEFAULT_INSTANCE);
    }
}
