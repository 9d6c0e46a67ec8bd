/*
 * file.c: found at http://deb.debian.org/debian by an agent in its last session. broken
 */
const char *lt_file_home(void)
{
    return "/home/someone/lutrin"; /* broken */
}
