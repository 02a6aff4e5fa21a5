package io.camelnextmv.cloud;

/**
 * A request to the object storage: the body of a message that asks for it.
 *
 * @param method  its method
 * @param address the presigned address of a file, used as it is, and never shown: whoever has it has the file
 * @param content what is sent with it
 */
public record Transfer(String method, String address, Object content) {
    /**
     * @param address the address of a file
     * @return a request that gets it
     */
    public static Transfer get(String address) {
        return new Transfer("GET", address, "");
    }

    /**
     * @param address where a file goes
     * @param content its bytes
     * @return a request that sends it
     */
    public static Transfer put(String address, Object content) {
        return new Transfer("PUT", address, content);
    }

    @Override
    public String toString() {
        return method + " of the object storage";
    }
}
