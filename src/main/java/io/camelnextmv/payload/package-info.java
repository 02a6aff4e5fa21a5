/** What is sent and what is brought home: inputs checked and sent from the disk, outputs kept byte for byte. */
package io.camelnextmv.payload;
