/*
 * guest.c: the only process of a small machine whose power is cut. /plan tells it what to do, the second serial line takes
 * what it says:
 *
 *   record MARK SECONDS                 then a line for each disk: DEVICE sync|nosync WORD...
 *       mounts each disk at /disk/DEVICE as a kiosk does, and runs lutrin-sync with these words in it; a block is written
 *       behind the file system, at byte MARK, before it begins and when it has ended well. After SECONDS, in which the
 *       kernel may write what it still has, the power is gone. With nosync no fsync of the program does anything.
 *
 *   replay SIZE                         then a line for each state:
 *       NUMBER WORKLOAD OLD NEW TOLD KIND SOURCE WRITES [WRITE FROM LENGTH]...
 *       lays out a disk of SIZE bytes on which the first WRITES writes of a workload arrived, and of the later ones these
 *       bytes; mounts it, so that the kernel replays the journal, and asks fault_check. /writes/WORKLOAD has a line
 *       "OFFSET LENGTH" for each write, /writes/WORKLOAD.data their bytes one after the other.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/loop.h>
#include <linux/reboot.h>
#include <linux/seccomp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MARK_BYTES = 4096, MOST_WORDS = 16, MOST_WRITES = 65536 };

struct write {
    long long offset, size, at; /* on the disk; in .data */
};

struct workload {
    char name[64];
    struct write *writes;
    size_t count;
    char *data;
};

struct checker {
    FILE *questions, *answers;
};

static void say(FILE *report, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    vfprintf(report, format, list);
    va_end(list);
    fputc('\n', report);
    fflush(report);
}

/* Nothing is unmounted and nothing flushed. */
static void cut_power(void)
{
    reboot(LINUX_REBOOT_CMD_RESTART);
    for (;;)
        pause();
}

static void give_up(FILE *report, const char *what)
{
    say(report, "failed: %s: %s", what, strerror(errno));
    cut_power();
}

static void load_modules(FILE *report)
{
    char path[512];
    FILE *list = fopen("/modules", "r");
    while (list && fgets(path, sizeof path, list)) {
        path[strcspn(path, "\n")] = '\0';
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        if (fd < 0 || (syscall(SYS_finit_module, fd, "", 0) != 0 && errno != EEXIST && errno != ENODEV))
            give_up(report, path);
        close(fd);
    }
    if (list)
        fclose(list);
}

static FILE *begin(void)
{
    static const char *const MOUNTS[][2] = {{"proc", "/proc"}, {"sysfs", "/sys"}, {"devtmpfs", "/dev"}, {"tmpfs", "/tmp"},
                                            {"tmpfs", "/run"}};
    for (size_t i = 0; i < sizeof MOUNTS / sizeof *MOUNTS; i++) {
        mkdir(MOUNTS[i][1], 0755);
        mount(MOUNTS[i][0], MOUNTS[i][1], MOUNTS[i][0], 0, "");
    }
    int console = open("/dev/ttyS0", O_RDWR);
    for (int fd = 0; fd < 3 && console >= 0; fd++)
        dup2(console, fd);
    FILE *report = fopen("/dev/ttyS1", "we");
    if (!report)
        cut_power();
    load_modules(report);
    return report;
}

/* fsync and its kin succeed and do nothing, in this process and all that it starts. */
static int take_out_fsync(void)
{
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_fsync, 5, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_fdatasync, 4, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_msync, 3, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_syncfs, 2, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_sync_file_range, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 0),
    };
    const struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ? -1 : prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

/* The write goes past the file system and the page cache, so that it stands in the log where it was made. */
static void mark(FILE *report, const char *disk, long long at)
{
    static _Alignas(MARK_BYTES) const char block[MARK_BYTES] = "mark";
    int fd = open(disk, O_WRONLY | O_DIRECT | O_CLOEXEC);
    if (fd < 0 || pwrite(fd, block, sizeof block, at) != sizeof block)
        give_up(report, disk);
    close(fd);
}

static int run(char **words, int nosync)
{
    int status;
    pid_t child = fork();
    if (child == 0) {
        if (nosync && take_out_fsync() != 0)
            _exit(70);
        execv("/bin/lutrin-sync", words);
        _exit(71);
    }
    return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void record(FILE *report, FILE *plan, const char *how)
{
    char line[4096], disk[64], folder[64];
    long long mark_at;
    unsigned seconds;
    mkdir("/disk", 0755);
    if (sscanf(how, "record %lld %u", &mark_at, &seconds) != 2)
        give_up(report, how);
    while (fgets(line, sizeof line, plan)) {
        char *words[MOST_WORDS] = {0}, *rest = NULL;
        size_t count = 0;
        for (char *word = strtok_r(line, " \n", &rest); word && count < MOST_WORDS - 1; word = strtok_r(NULL, " \n", &rest))
            words[count++] = word;
        if (count < 2)
            give_up(report, "a line that says too little");
        snprintf(disk, sizeof disk, "/dev/%s", words[0]);
        snprintf(folder, sizeof folder, "/disk/%s", words[0]);
        mkdir(folder, 0755);
        if (mount(disk, folder, "ext4", 0, "") != 0)
            give_up(report, disk);
        mark(report, disk, mark_at);
        int code = run(words + 1, strcmp(words[1], "nosync") == 0);
        if (code == 0)
            mark(report, disk, mark_at);
        say(report, "%s exit %d", words[0], code);
    }
    sleep(seconds);
}

static void read_writes(FILE *report, const char *name, struct workload *w)
{
    char path[128], line[64];
    struct stat st;
    snprintf(path, sizeof path, "/writes/%s", name);
    FILE *list = fopen(path, "re");
    snprintf(path, sizeof path, "/writes/%s.data", name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (!list || fd < 0 || fstat(fd, &st) != 0)
        give_up(report, path);
    free(w->writes);
    free(w->data);
    *w = (struct workload){.writes = calloc(MOST_WRITES, sizeof *w->writes), .data = malloc((size_t)st.st_size)};
    snprintf(w->name, sizeof w->name, "%s", name);
    long long at = 0;
    for (; w->writes && w->count < MOST_WRITES && fgets(line, sizeof line, list); w->count++) {
        struct write *one = &w->writes[w->count];
        if (sscanf(line, "%lld %lld", &one->offset, &one->size) != 2)
            give_up(report, path);
        one->at = at;
        at += one->size;
    }
    if (!w->data || at != st.st_size || read(fd, w->data, (size_t)at) != (ssize_t)at)
        give_up(report, path);
    fclose(list);
    close(fd);
}

static void put(FILE *report, int fd, const struct workload *w, size_t write, long long from, long long length)
{
    const struct write *one = &w->writes[write];
    if (write >= w->count || from < 0 || length < 0 || from + length > one->size)
        give_up(report, "a write that is not there");
    if (pwrite(fd, w->data + one->at + from, (size_t)length, one->offset + from) != (ssize_t)length)
        give_up(report, "cannot lay out the disk");
}

static void lay_out(FILE *report, int fd, long long size, const struct workload *w, size_t firm, const char *chosen)
{
    long long write, from, length;
    int used;
    if (ftruncate(fd, 0) != 0 || ftruncate(fd, size) != 0)
        give_up(report, "cannot lay out the disk");
    for (size_t i = 0; i < firm; i++)
        put(report, fd, w, i, 0, w->writes[i].size);
    for (; sscanf(chosen, "%lld %lld %lld%n", &write, &from, &length, &used) == 3; chosen += used)
        put(report, fd, w, (size_t)write, from, length);
}

static struct checker start_checker(FILE *report)
{
    int to[2], from[2];
    if (pipe(to) != 0 || pipe(from) != 0)
        give_up(report, "pipe");
    if (fork() == 0) {
        char *words[] = {"fault_check", "/t/desk.pub", NULL};
        dup2(to[0], 0);
        dup2(from[1], 1);
        close(to[1]);
        close(from[0]);
        execv("/bin/fault_check", words);
        _exit(71);
    }
    close(to[0]);
    close(from[1]);
    return (struct checker){fdopen(to[1], "w"), fdopen(from[0], "r")};
}

/* What ext4 found wrong with itself since the disk was laid out. */
static long found_by_ext4(const char *loop)
{
    char path[64], text[32] = "";
    snprintf(path, sizeof path, "/sys/fs/ext4/%s/errors_count", loop);
    FILE *file = fopen(path, "re");
    if (!file || !fgets(text, sizeof text, file))
        return -1;
    fclose(file);
    return strtol(text, NULL, 10);
}

/* Mounts the disk and asks; the answer stands in `answer`. */
static void ask(FILE *report, const char *loop, int disk, const struct checker *checker, const char *question, char *answer,
                size_t size)
{
    char path[32];
    snprintf(path, sizeof path, "/dev/%s", loop);
    int fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0 || ioctl(fd, LOOP_SET_FD, disk) != 0)
        give_up(report, path);
    if (mount(path, "/mnt", "ext4", 0, "") != 0) {
        snprintf(answer, size, "bad mount");
    } else {
        fprintf(checker->questions, "/mnt/shelf %s\n", question);
        fflush(checker->questions);
        if (!fgets(answer, (int)size, checker->answers))
            snprintf(answer, size, "bad crashed");
        if (found_by_ext4(loop) != 0)
            snprintf(answer, size, "bad ext4");
        if (umount("/mnt") != 0)
            give_up(report, "umount");
    }
    answer[strcspn(answer, "\n")] = '\0';
    ioctl(fd, LOOP_CLR_FD, 0);
    close(fd);
}

static void replay(FILE *report, FILE *plan, const char *how)
{
    struct workload w = {.name = ""};
    char *line = NULL, loop[16], answer[64], name[64], question[2048];
    size_t size = 0;
    long long disk_size;
    mkdir("/mnt", 0755);
    int control = open("/dev/loop-control", O_RDWR | O_CLOEXEC), disk = open("/tmp/disk", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (sscanf(how, "replay %lld", &disk_size) != 1 || control < 0 || disk < 0)
        give_up(report, how);
    snprintf(loop, sizeof loop, "loop%d", ioctl(control, LOOP_CTL_GET_FREE));
    struct checker checker = start_checker(report);
    while (getline(&line, &size, plan) > 0) {
        unsigned long number;
        size_t firm;
        int at, end, used;
        if (sscanf(line, "%lu %63s %n%*s %*s %*s %*s %*s%n %zu%n", &number, name, &at, &end, &firm, &used) != 3)
            give_up(report, line);
        snprintf(question, sizeof question, "%.*s", end - at, line + at);
        if (strcmp(name, w.name) != 0)
            read_writes(report, name, &w);
        lay_out(report, disk, disk_size, &w, firm, line + used);
        ask(report, loop, disk, &checker, question, answer, sizeof answer);
        say(report, "%lu %s", number, answer);
        if (strcmp(answer, "bad crashed") == 0)
            break;
    }
}

int main(void)
{
    char how[128] = "";
    FILE *report = begin(), *plan = fopen("/plan", "re");
    setenv("PATH", "/bin", 1);
    setenv("LC_ALL", "C", 1);
    setenv("ASAN_OPTIONS", "detect_leaks=0", 1); /* nobody may trace there */
    if (!plan || !fgets(how, sizeof how, plan))
        give_up(report, "/plan");
    (strncmp(how, "record", 6) == 0 ? record : replay)(report, plan, how);
    say(report, "done");
    cut_power();
}
