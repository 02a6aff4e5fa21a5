/** The command line: the gateway, its commands, and what they print. Nobody else knows it. */
package io.camelnextmv.cli;
