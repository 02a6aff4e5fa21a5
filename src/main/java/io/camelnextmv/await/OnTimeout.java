package io.camelnextmv.await;

/** What is done with a run that has not ended in its time. */
public enum OnTimeout {
    /** It is reported, and left alone. */
    REPORT,
    /** It is canceled. */
    CANCEL
}
