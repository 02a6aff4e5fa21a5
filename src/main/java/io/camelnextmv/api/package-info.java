/**
 * What an application may rely on is marked {@link io.camelnextmv.api.PublicApi}, and listed with the endpoints, headers and
 * files in {@code docs/public-interface.md}. Whatever else is public is so for the routes, and changes from one version to
 * the next.
 */
package io.camelnextmv.api;
