/**
 * The tickets on disk: one folder a ticket under {@code work/}, and who owns it. What is on disk here is the truth; everything
 * in memory can be rebuilt from it.
 */
package io.camelnextmv.store;
