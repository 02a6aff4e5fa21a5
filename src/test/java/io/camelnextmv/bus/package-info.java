/** The gateway between real brokers and a cloud. */
package io.camelnextmv.bus;
