/** The status page: what a browser is shown of a gateway, and what may be done from there. */
package io.camelnextmv.page;
