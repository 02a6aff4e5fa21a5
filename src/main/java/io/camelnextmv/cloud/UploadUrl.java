package io.camelnextmv.cloud;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * Where an input can be uploaded to.
 *
 * @param uploadId  names the upload when the run is started
 * @param uploadUrl the presigned address: whoever has it may write there, so it is never shown
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record UploadUrl(String uploadId, String uploadUrl) {
    /** Both are needed. */
    public UploadUrl {
        if (uploadId == null || uploadId.isBlank() || uploadUrl == null || !RequestAddress.isOne(uploadUrl)) {
            throw new UnreadableAnswer("the answer to the request for an upload address carries none");
        }
    }

    @Override
    public String toString() {
        return "UploadUrl[" + uploadId + "]";
    }
}
