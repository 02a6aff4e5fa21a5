package io.camelnextmv;

/** The entry point. */
public final class CamelNextmv {
    private CamelNextmv() {
    }

    /** @param args the command line */
    public static void main(String[] args) {
    }
}
