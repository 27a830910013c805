// SPDX-License-Identifier: Apache-2.0
// A web server on 127.0.0.1 for the fetch tests: python3, standard library only, one process that
// ends with the object. The first path component says how it behaves.
#pragma once

#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace imcbench::test {

//   /ok/...       serves files, honours Range
//   /norange/...  serves files, ignores Range
//   /cut/...      announces the whole file, sends half of it (from where Range starts)
//   /stall/...    announces the file, sends 10 bytes, then nothing
//   /long/...     sends 64 MiB
//   /loop/...     redirects to itself
//   /moved/...    redirects to /ok/...
//   /scheme/...   redirects to file:///etc/hostname
// Every request adds a line "<path> <Range or ->" to the log.
inline constexpr const char* kServerScript = R"python(
import http.server, os, sys, time
root, log = sys.argv[1], sys.argv[2]
class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *args): pass
    def redirect(self, to):
        self.send_response(302); self.send_header('Location', to)
        self.send_header('Content-Length', '0'); self.end_headers()
    def do_GET(self):
        span = self.headers.get('Range')
        with open(log, 'a') as out: out.write('%s %s\n' % (self.path, span or '-'))
        mode, _, rest = self.path[1:].partition('/')
        if mode == 'loop': return self.redirect(self.path)
        if mode == 'moved': return self.redirect('/ok/' + rest)
        if mode == 'scheme': return self.redirect('file:///etc/hostname')
        try: body = open(os.path.join(root, rest), 'rb').read()
        except OSError: return self.send_error(404)
        if mode == 'long': body = bytes(1 << 26)
        start = 0
        if span and mode != 'norange':
            start = int(span.split('=')[1].split('-')[0])
            if start >= len(body):
                self.send_response(416)
                self.send_header('Content-Range', 'bytes */%d' % len(body))
                self.send_header('Content-Length', '0'); self.end_headers(); return
            self.send_response(206)
            self.send_header('Content-Range', 'bytes %d-%d/%d' % (start, len(body) - 1, len(body)))
        else: self.send_response(200)
        body = body[start:]
        self.send_header('Content-Length', str(len(body))); self.end_headers()
        try:
            if mode == 'cut': body = body[:len(body) // 2]
            if mode == 'stall':
                self.wfile.write(body[:10]); self.wfile.flush(); time.sleep(8); return
            self.wfile.write(body)
        except OSError: pass
server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
server.daemon_threads = True
print(server.server_address[1], flush=True)
server.serve_forever()
)python";

class WebServer {
 public:
  explicit WebServer(const std::filesystem::path& root) : log_(root / "requests.log") {
    int pipe_ends[2];
    if (::pipe(pipe_ends) != 0) return;
    const std::string folder = root.string(), log = log_.string();
    pid_ = ::fork();
    if (pid_ == 0) {
      ::dup2(pipe_ends[1], STDOUT_FILENO);
      ::close(pipe_ends[0]);
      ::close(pipe_ends[1]);
      ::execlp("python3", "python3", "-c", kServerScript, folder.c_str(), log.c_str(), nullptr);
      ::_exit(127);
    }
    ::close(pipe_ends[1]);
    std::string line;  // the port; nothing if there is no python3
    for (char c = 0; ::read(pipe_ends[0], &c, 1) == 1 && c != '\n';) line += c;
    port_ = std::atoi(line.c_str());
    ::close(pipe_ends[0]);
  }
  WebServer(const WebServer&) = delete;
  WebServer& operator=(const WebServer&) = delete;
  ~WebServer() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }

  bool runs() const { return port_ > 0; }  // false: there is no python3
  std::string url(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(port_) + "/" + path;
  }
  std::vector<std::string> requests() const {
    std::ifstream in(log_);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
  }

 private:
  std::filesystem::path log_;
  pid_t pid_ = -1;
  int port_ = 0;
};

// A port of 127.0.0.1 on which nothing listens (it was free a moment ago).
inline int closed_port() {
  const int handle = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  ::bind(handle, reinterpret_cast<sockaddr*>(&address), size);
  ::getsockname(handle, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(handle);
  return ntohs(address.sin_port);
}

}  // namespace imcbench::test
