package io.camelnextmv.sandbox;

/** An input or option that the decision cannot be made with: the run fails with this message. */
final class BadInput extends Exception {
    BadInput(String message) {
        super(message);
    }
}
