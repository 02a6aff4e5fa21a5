package io.camelnextmv.cloud;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * Where an asset can be had.
 *
 * @param downloadUrl the presigned address: whoever has it can read the asset, so it is never shown
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AssetUrl(String downloadUrl) {
    /** Without an address there is nothing to be had. */
    public AssetUrl {
        if (downloadUrl == null || !RequestAddress.isOne(downloadUrl)) {
            throw new UnreadableAnswer("the asset carries no address");
        }
    }

    @Override
    public String toString() {
        return "AssetUrl[…]";
    }
}
