package io.camelnextmv.cloud;

import org.apache.camel.Message;

/** A list of the service that is read page by page, as far as whoever asks for it needs it. */
public interface PagedList {
    /**
     * To be asked before each page, also after one that did not come.
     *
     * @return whether a page is to be asked for
     */
    boolean goesOn();

    /** @return asks for that page */
    Request next();

    /**
     * A page has come.
     *
     * @param answer the service's answer
     * @throws Exception if it breaks off, or is no such page
     */
    void page(Message answer) throws Exception;

    /**
     * A page did not come, or was none.
     *
     * @param why what was met
     * @throws Exception the same, where the list cannot do without that page
     */
    void notCome(Exception why) throws Exception;
}
