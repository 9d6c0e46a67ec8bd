# What the press holds in memory does not grow with the number of articles: seven times as many may cost a part
# of what they weigh, not all of it.
pack=$1
command -v python3 >/dev/null || { echo "skipped: no python3"; exit 77; }
ldd "$pack" | grep -q 'lib[at]san' && { echo "skipped: a sanitizer's memory is not the press's"; exit 77; }
out=$(mktemp -d) || exit 1
trap 'rm -rf "$out"' EXIT
python3 - "$pack" "$out" <<'END'
import os, random, resource, subprocess, sys
pack, out = sys.argv[1:]
random.seed(7)
words = [''.join(random.choice('abdefgilmnoprstu') for _ in range(random.randint(3, 9))) for _ in range(20000)]

paragraphs = ['<p>%s.</p>' % ' '.join(random.choices(words[:random.choice((300, 20000))], k=250)) for _ in range(1500)]

def pages(folder, count):
    os.mkdir(folder)
    for i in range(count):
        title = ' '.join(random.choices(words, k=6))
        body = ''.join(random.choices(paragraphs, k=24))
        with open(f'{folder}/{i}.html', 'w') as file:
            file.write(f'<html lang="fr"><head><title>{title}</title><meta property="article:published_time" '
                       f'content="20{10 + i % 15}-03-04T05:06:07Z"><link rel="canonical" href="https://m.example{folder}/{i}"></head><body><article><h1>{title}</h1>{body}</article></body></html>')

def peak(folder, name, *options):
    pid = os.fork()
    if pid == 0:
        code = subprocess.call([pack, 'build', '-q', '--offline', *options, '-o', name + '.lutrin', folder])
        os.write(1, b'')
        with open(name + '.peak', 'w') as file:
            file.write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
        os._exit(code)
    assert os.waitpid(pid, 0)[1] == 0, 'does not build'
    with open(name + '.peak') as file:
        return int(file.read())

pages(out + '/few', 200)
pages(out + '/many', 1400)
few, many = peak(out + '/few', out + '/few'), peak(out + '/many', out + '/many')
with open(out + '/carry.ini', 'w') as file:
    file.write('[retention]\ncarry = yes\narticles = 5000\n')
carried = peak(out + '/few', out + '/carried', '-c', out + '/carry.ini', '--base', out + '/many.lutrin')
said = subprocess.run([pack, 'inspect', out + '/carried.lutrin'], capture_output=True, text=True, check=True).stdout
assert 'articles: 1600\n' in said, 'not carried: ' + said[:300]
text = sum(os.path.getsize(f'{out}/many/{name}') for name in os.listdir(out + '/many')) // 1024
print(f'{few} kB for 200 articles, {many} kB for 1400 of {text} kB, {carried} kB to carry them on')
assert many - few < text * 3 // 8, 'memory grows with the articles'
assert carried - many < text // 20, 'memory grows with the articles that are carried on'
END
