/** For those who want no route: runs from plain Java, on the same tickets and routes as a file in the inbox. */
package io.camelnextmv.client;
