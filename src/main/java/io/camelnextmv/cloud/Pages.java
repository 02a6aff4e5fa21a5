package io.camelnextmv.cloud;

import io.camelnextmv.headers.Slots;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;

/** The pages of a {@link PagedList}, for the one route that asks for lists. */
public final class Pages {
    /**
     * @param list the list
     * @return whether a page is to be asked for
     */
    public boolean goesOn(@ExchangeProperty(Slots.PAGES) PagedList list) {
        return list.goesOn();
    }

    /**
     * @param list the list
     * @return asks for its next page
     */
    public Request next(@ExchangeProperty(Slots.PAGES) PagedList list) {
        return list.next();
    }

    /**
     * @param list   the list
     * @param answer a page of it
     * @throws Exception if it breaks off, or is no such page
     */
    public void page(@ExchangeProperty(Slots.PAGES) PagedList list, Message answer) throws Exception {
        list.page(answer);
    }

    /**
     * @param list the list
     * @param why  what was met in place of a page
     * @throws Exception the same, where the list cannot do without it
     */
    public void notCome(@ExchangeProperty(Slots.PAGES) PagedList list, @ExchangeProperty(Slots.CAUGHT) Exception why)
            throws Exception {
        list.notCome(why);
    }
}
