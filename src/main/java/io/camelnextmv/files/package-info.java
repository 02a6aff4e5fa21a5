/** Endpoints that are folders, here or on a server (file, sftp): the names of what is taken from there and put there. */
package io.camelnextmv.files;
