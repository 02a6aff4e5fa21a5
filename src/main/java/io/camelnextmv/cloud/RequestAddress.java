package io.camelnextmv.cloud;

import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Header;

/**
 * The form of an address that a request is sent to. Camel's client resolves placeholders in it: of an address that came in
 * an answer, <code>{{nextmv.api-key}}</code> would be the key, and <code>{{bean:…}}</code> a call of one of our beans.
 * Braces are in no address; whoever has one to send writes them escaped.
 */
public final class RequestAddress {
    private static final Pattern FORM = Pattern.compile("(?i)https?://[^\\s/?#@{}]+(?:[/?#][^\\s{}]*)?");

    /**
     * @param text some text
     * @return whether it is an http(s) address with a host, without a user, blanks or braces
     */
    public static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    /**
     * The last look before a request is sent, whoever has addressed it.
     *
     * @param address where to
     * @param query   what is put behind it, null for nothing
     * @throws UnreadableAnswer if it is no address
     */
    public void check(@Header(Exchange.HTTP_URI) String address, @Header(Exchange.HTTP_QUERY) String query) {
        boolean plain = query == null || query.indexOf('{') < 0 && query.indexOf('}') < 0;
        if (address == null || !isOne(address) || !plain) {
            // It is not shown: it may be a presigned one.
            throw new UnreadableAnswer("what was given as an address is none");
        }
    }
}
