/** What is written for people: nothing in it is a secret, and nothing in it steers a terminal or forges a line. */
package io.camelnextmv.logging;
