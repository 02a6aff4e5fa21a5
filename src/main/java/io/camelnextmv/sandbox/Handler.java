package io.camelnextmv.sandbox;

import java.io.IOException;

/** Answers the requests of one endpoint. */
interface Handler {
    /**
     * @throws Refused     to answer with an error
     * @throws IOException if the connection broke: nothing is answered
     */
    Response handle(Call call) throws IOException, Refused;
}
