package io.camelnextmv.cloud;

import io.camelnextmv.headers.Slots;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Headers;

/**
 * The form of an address that a request is sent to. Camel's client resolves placeholders in it: of an address that came in
 * an answer, <code>{{nextmv.api-key}}</code> would be the key, and <code>{{bean:…}}</code> a call of one of our beans.
 * Braces are in no address; whoever has one to send writes them escaped.
 */
public final class RequestAddress {
    private static final Pattern STEERS = Pattern.compile("(?i)Camel(Http|Rest).*");
    private static final Pattern FORM = Pattern.compile("(?i)https?://[^\\s/?#@{}]+(?:[/?#][^\\s{}]*)?");

    private final Function<String, String> apis;

    /** @param apis the address of the API, without a path, of each account; null stands for the main account */
    public RequestAddress(Function<String, String> apis) {
        this.apis = apis;
    }

    /**
     * @param text some text
     * @return whether it is an http(s) address with a host, without a user, blanks or braces
     */
    public static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    /**
     * Addresses a request to the API.
     *
     * @param headers become those of the request
     * @param request the request
     * @param account whose API it is
     * @return what is sent with it
     * @throws UnreadableAnswer if that makes no address
     */
    public Object ofApi(@Headers Map<String, Object> headers, @Body Request request,
            @ExchangeProperty(Slots.ACCOUNT) String account) {
        address(headers, request.method(), apis.apply(account) + request.path());
        return request.content();
    }

    /**
     * Addresses a request to the object storage.
     *
     * @param headers  become those of the request
     * @param transfer the request
     * @return what is sent with it
     * @throws UnreadableAnswer if its address is none
     */
    public Object ofStorage(@Headers Map<String, Object> headers, @Body Transfer transfer) {
        address(headers, transfer.method(), transfer.address());
        return transfer.content();
    }

    /** Of all that Camel's client would obey nothing is left but what is said here. */
    private static void address(Map<String, Object> headers, String method, String address) {
        if (!isOne(address)) {
            // It is not shown: it may be a presigned one.
            throw new UnreadableAnswer("what was given as an address is none");
        }
        headers.keySet().removeIf(name -> STEERS.matcher(name).matches());
        headers.put(Exchange.HTTP_METHOD, method);
        headers.put(Exchange.HTTP_URI, address);
    }
}
