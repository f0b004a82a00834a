; What SYNs look like: systems and tools.
;
; The grammar is that of p0f 3 (README of p0f, section 5):
;
;   label = type:class:name:flavor
;   sig   = ver:ittl:olen:mss:wsize,scale:olayout:quirks:pclass
;
; The name is the family. Two things p0f cannot say:
;
;   type x                   a signature so plain that it counts only when all of it agrees: never fuzzy
;   65535 // mss * mss       a window: the largest multiple of the MSS that is not above the number
;
; A signature stands here because of what a system's source or its documentation says, or because its SYNs were
; captured; each group says which. A version is named only where the SYN tells it.

[tcp:request]

; -----
; Tools
; -----

; Source: nmap, tcpip.cc: a raw SYN has the MSS 1460 and nothing else, no DF, a TTL drawn from 37 to 59. The window is
; 1024 since about 2011; from 4.01 (2006) until then it was one of four. Before that it had no options.

label = s:!:nmap:SYN scan
sig   = *:59-:0:1460:1024,0:mss::0
sig   = *:59-:0:1460:2048,0:mss::0
sig   = *:59-:0:1460:3072,0:mss::0
sig   = *:59-:0:1460:4096,0:mss::0

label = s:!:nmap:SYN scan (old)
sig   = *:59-:0:0:1024,0:::0
sig   = *:59-:0:0:2048,0:::0
sig   = *:59-:0:0:3072,0:::0
sig   = *:59-:0:0:4096,0:::0

; Source: nmap's book, "TCP/IP Fingerprinting Methods Supported by Nmap": the six probes of the sequence test, the ECN
; probe, and the one to a closed port. An ACK number stands in a packet without the ACK flag.

label = s:!:nmap:OS detection
sig   = *:59-:0:1460:1,10:ws,nop,mss,ts,sok:ack+:0
sig   = *:59-:0:1400:63,0:mss,ws,sok,ts,eol+0:ack+:0
sig   = *:59-:0:640:4,5:ts,nop,nop,ws,nop,mss:ack+:0
sig   = *:59-:0:0:4,10:sok,ts,ws,eol+0:ack+:0
sig   = *:59-:0:536:16,10:mss,sok,ts,ws,eol+0:ack+:0
sig   = *:59-:0:265:512,0:mss,sok,ts:ack+:0
sig   = *:59-:0:265:31337,10:ws,nop,mss,ts,sok:ack+:0
sig   = *:59-:0:1460:3,10:ws,nop,mss,sok,nop,nop:ecn,uptr+:0

; -----
; Linux
; -----

; Source: net/ipv4/tcp_output.c, tcp_select_initial_window(), since "tcp: up initial rmem to 128KB and SYN rwin to
; around 64KB" (4.20); kernel 6.18 captured at MTUs from 576 to 9000 gave 122, 52, 48, 47, 45, 44 and 7 times the MSS.
; The scale follows tcp_rmem: 7 by default, 10 with large buffers. IPv6 carries a flow label of its own (ip6_make_flowlabel).
; The layouts are those of tcp_options_write() with timestamps, without, without SACK, and without scaling.

label = s:unix:Linux:4.20 or newer
sig   = *:64:0:*:65535 // mss * mss,*:mss,sok,ts,nop,ws:df,id+:0
sig   = *:64:0:*:65535 // mss * mss,*:mss,nop,nop,sok,nop,ws:df,id+:0
sig   = *:64:0:*:65535 // mss * mss,*:mss,nop,nop,ts,nop,ws:df,id+:0
sig   = *:64:0:*:65535 // mss * mss,0:mss,sok,ts:df,id+:0
sig   = *:64:0:*:65535 // mss * mss,0:mss,nop,nop,sok:df,id+:0
sig   = 6:64:0:*:65535 // mss * mss,*:mss,sok,ts,nop,ws:flow:0
sig   = 6:64:0:*:65535 // mss * mss,*:mss,nop,nop,sok,nop,ws:flow:0
sig   = 6:64:0:*:65535 // mss * mss,*:mss,nop,nop,ts,nop,ws:flow:0
sig   = 6:64:0:*:65535 // mss * mss,0:mss,sok,ts:flow:0

label = x:unix:Linux:4.20 or newer
sig   = *:64:0:*:65535 // mss * mss,0:mss:df,id+:0
sig   = 6:64:0:*:65535 // mss * mss,0:mss:flow:0

; Source: net/mptcp/options.c (option 30 is appended) and net/ipv4/tcp_fastopen.c (option 34, with data): the same stack.

label = s:unix:Linux:4.20 or newer
sig   = *:64:0:*:65535 // mss * mss,*:mss,sok,ts,nop,ws,?30:df,id+:0
sig   = 6:64:0:*:65535 // mss * mss,*:mss,sok,ts,nop,ws,?30:flow:0
sig   = *:64:0:*:65535 // mss * mss,*:mss,sok,ts,nop,ws,?34,nop,nop:df,id+:*
sig   = *:64:0:*:65535 // mss * mss,*:mss,nop,ws:df,id+:0

; Source: tcp_output.c, tcp_default_init_rwnd(): 20 segments, or as many as fit into 29200 bytes where they are larger
; than 1460; on loopback half of the default buffer, 43690. The label names the kernels that p0f's author saw it in.

label = s:unix:Linux:3.11 to 4.19
sig   = *:64:0:*:mss*20,*:mss,sok,ts,nop,ws:df,id+:0
sig   = *:64:0:*:mss*20,*:mss,nop,nop,sok,nop,ws:df,id+:0
sig   = *:64:0:*:mss*20,*:mss,nop,nop,ts,nop,ws:df,id+:0
sig   = *:64:0:*:29200 // mss * mss,*:mss,sok,ts,nop,ws:df,id+:0
sig   = *:64:0:65495:43690,*:mss,sok,ts,nop,ws:df,id+:0
sig   = 6:64:0:*:mss*20,*:mss,sok,ts,nop,ws:flow:0
sig   = 6:64:0:*:29200 // mss * mss,*:mss,sok,ts,nop,ws:flow:0
sig   = 6:64:0:65476:43690,*:mss,sok,ts,nop,ws:flow:0
sig   = *:64:0:*:mss*20,*:mss,sok,ts,nop,ws,?254:df,id+:*
sig   = *:64:0:65495:43690,*:mss,sok,ts,nop,ws,?254:df,id+:*
sig   = *:64:0:*:mss*20,*:mss,nop,ws:df,id+:0

; Source: include/net/tcp.h, TCP_INIT_CWND as the initial receive window: 10 segments (2.6.39).

label = s:unix:Linux:2.6.39 to 3.10
sig   = *:64:0:*:mss*10,*:mss,sok,ts,nop,ws:df,id+:0
sig   = *:64:0:*:mss*10,*:mss,nop,nop,sok,nop,ws:df,id+:0
sig   = *:64:0:*:mss*10,*:mss,sok,ts,nop,ws,?30:df,id+:0

; Source: tcp_output.c, tcp_select_initial_window() before that: four segments with Ethernet's MSS.

label = s:unix:Linux:2.4 to 2.6
sig   = *:64:0:*:mss*4,*:mss,sok,ts,nop,ws:df,id+:0
sig   = *:64:0:*:mss*4,*:mss,nop,nop,sok,nop,ws:df,id+:0

; Source: the same with all options switched off (net.ipv4.tcp_timestamps, tcp_sack, tcp_window_scaling).

label = x:unix:Linux:2.4 to 2.6
sig   = 4:64:0:*:mss*4,0:mss:df,id+:0

; Source: the window 32120, 22 segments of 1460 bytes, is what logs of 1999 to 2001 show of 2.2.

label = s:unix:Linux:2.2
sig   = *:64:0:*:mss*22,0:mss,sok,ts,nop,ws:df,id+:0

; Source: what the old databases knew of 2.0.30 to 2.0.39: no options but the MSS, and no DF yet.

label = x:unix:Linux:2.0
sig   = 4:64:0:*:512,0:mss::0

; Source: captures of telephones: Linux's layout, but a full window and a large scale.

label = s:unix:Linux:(Android)
sig   = *:64:0:*:65535,8:mss,sok,ts,nop,ws:df,id+:0
sig   = *:64:0:*:65535,9:mss,sok,ts,nop,ws:df,id+:0
sig   = 6:64:0:*:65535,8:mss,sok,ts,nop,ws:flow:0
sig   = 6:64:0:*:65535,9:mss,sok,ts,nop,ws:flow:0

; Source: tcp_options_write() alone: no other system is known to order its options like this.

label = g:unix:Linux:
sig   = *:64:0:*:*,*:mss,sok,ts,nop,ws:df,id+:0
sig   = *:64:0:*:*,*:mss,nop,nop,sok,nop,ws:df,id+:0
sig   = *:64:0:*:*,*:mss,nop,nop,ts,nop,ws:df,id+:0
sig   = 6:64:0:*:*,*:mss,sok,ts,nop,ws:flow:0
sig   = 6:64:0:*:*,*:mss,nop,nop,sok,nop,ws:flow:0
sig   = *:64:0:*:*,*:mss,sok,ts,nop,ws,?30:df,id+:0
sig   = *:64:0:*:*,*:mss,sok,ts,nop,ws,?34,nop,nop:df,id+:*

; Source: captures behind firewalls that write NOPs over the timestamp: the word in which Linux puts both stays.

label = g:unix:Linux:(timestamps removed)
sig   = *:64:0:*:*,*:mss,sok,nop,nop,nop,nop,nop,nop,nop,nop,nop,nop,nop,ws:df,id+:0

; -------
; Windows
; -------

; Source: captures, and Microsoft's description of receive window auto-tuning: a scale of 8 from the start. 64240 is 44
; segments of Ethernet, which a router that lowers the MSS leaves as it is.

label = s:win:Windows:10 or newer
sig   = *:128:0:*:64240,8:mss,nop,ws,nop,nop,sok:df,id+:0
sig   = *:128:0:*:mss*44,8:mss,nop,ws,nop,nop,sok:df,id+:0
sig   = *:128:0:*:65535,8:mss,nop,ws,nop,nop,sok:df,id+:0
sig   = 6:128:0:*:65535 // mss * mss,8:mss,nop,ws,nop,nop,sok:flow:0
sig   = 6:128:0:*:65535,8:mss,nop,ws,nop,nop,sok:flow:0

; Source: captures behind WAN optimizers, which append probes of their own (option 76).

label = s:win:Windows:10 or newer (through a WAN optimizer)
sig   = *:128:0:*:mss*44,8:mss,nop,ws,nop,nop,sok,?76,?76,nop,eol+0:df,id+:0

; Source: captures: 8192 with a scale of 2 or 8, with timestamps where they were switched on (Tcp1323Opts). The third SYN
; of a connection goes without scaling, which is also what Windows 98 sends.

label = s:win:Windows:Vista to 8.1
sig   = *:128:0:*:8192,2:mss,nop,ws,nop,nop,sok:df,id+:0
sig   = *:128:0:*:8192,8:mss,nop,ws,nop,nop,sok:df,id+:0
sig   = *:128:0:*:8192,2:mss,nop,ws,sok,ts:df,id+:0
sig   = *:128:0:*:8192,8:mss,nop,ws,sok,ts:df,id+:0

label = s:win:Windows:98, or Vista to 8.1
sig   = *:128:0:*:8192,0:mss,nop,nop,sok:df,id+:0

; Source: Microsoft, "TCP/IP and NBT configuration parameters" for Windows 2000 and XP (TcpWindowSize, GlobalMaxTcpWindowSize,
; Tcp1323Opts): 16384 or 65535, rounded to a multiple of the MSS, which makes 64240 on Ethernet; scaling only if it is
; switched on.

label = s:win:Windows:2000 or XP
sig   = *:128:0:*:16384,0:mss,nop,nop,sok:df,id+:0
sig   = *:128:0:*:65535,0:mss,nop,nop,sok:df,id+:0
sig   = *:128:0:*:64240,0:mss,nop,nop,sok:df,id+:0
sig   = *:128:0:*:64512,0:mss,nop,nop,sok:df,id+:0
sig   = *:128:0:*:65535,0:mss,nop,ws,nop,nop,sok:df,id+:0
sig   = *:128:0:*:65535,1:mss,nop,ws,nop,nop,sok:df,id+:0
sig   = *:128:0:*:65535,2:mss,nop,ws,nop,nop,sok:df,id+:0
sig   = *:128:0:*:65535,3:mss,nop,ws,nop,nop,sok:df,id+:0

; Source: the same for Windows 95 (DefaultTTL 32, DefaultRcvWindow 8192) and NT 4.0 (DefaultTTL 128): an MSS and nothing else.

; Source: Microsoft's description of the Winsock 2 stack (Windows 98, and an update for 95), and the old databases: SACK came with
; it, timestamps of zero with Tcp1323Opts, and the TTL was often left at 32.

label = s:win:Windows:95 or 98
sig   = *:32:0:*:8192,0:mss,nop,nop,sok:df,id+:0
sig   = *:32:0:*:mss*44,0:mss,nop,nop,sok:df,id+:0
sig   = *:32:0:*:*,*:mss,nop,ws,nop,nop,ts,nop,nop,sok:df,id+,ts1-:0
sig   = *:64:0:*:*,*:mss,nop,ws,nop,nop,ts,nop,nop,sok:df,id+,ts1-:0

label = x:win:Windows:98
sig   = *:64:0:*:37300,0:mss,nop,nop,sok:df,id+:0
sig   = *:64:0:*:46080,3:mss,nop,ws,nop,nop,sok:df,id+:0

label = x:win:Windows:ME
sig   = *:64:0:*:44620,0:mss,nop,nop,sok::0

; Source: the description above: with Tcp1323Opts the NT family sends timestamps of zero, too.

label = s:win:Windows:2000 or XP
sig   = *:128:0:*:*,*:mss,nop,ws,nop,nop,ts,nop,nop,sok:df,id+,ts1-:0

label = x:win:Windows:95
sig   = 4:32:0:*:8192,0:mss:df,id+:0

label = x:win:Windows:NT 4.0
sig   = 4:128:0:*:8192,0:mss:df,id+:0

; Source: the layouts that all of them share. A window of four segments (5840) was seen in 2002; p0f 1 called it "Windows 95 or
; early NT4", which had no SACK.

label = g:win:Windows:NT family
sig   = *:128:0:*:*,*:mss,nop,nop,sok:df,id+:0
sig   = *:128:0:*:*,*:mss,nop,ws,nop,nop,sok:df,id+:0
sig   = 6:128:0:*:*,*:mss,nop,ws,nop,nop,sok:flow:0

; -------------
; macOS and iOS
; -------------

; Source: captures. All send a full window and pad the list to a word with EOL; older ones count the IP ID, newer ones leave
; it 0. Telephones and computers differ in nothing but the scale, and that only in old versions.

label = s:unix:iOS:
sig   = *:64:0:*:65535,2:mss,nop,ws,nop,nop,ts,sok,eol+1:df,id+:0

label = s:unix:macOS:before 10.9
sig   = *:64:0:*:65535,1:mss,nop,ws,nop,nop,ts,sok,eol+1:df,id+:0
sig   = *:64:0:*:65535,3:mss,nop,ws,nop,nop,ts,sok,eol+1:df,id+:0

label = s:unix:macOS:10.9 or newer, or iOS
sig   = *:64:0:*:65535,4:mss,nop,ws,nop,nop,ts,sok,eol+1:df,id+:0
sig   = *:64:0:*:65535,5:mss,nop,ws,nop,nop,ts,sok,eol+1:df,id+:0
sig   = *:64:0:*:65535,*:mss,nop,ws,nop,nop,ts,sok,eol+1:df:0
sig   = 6:64:0:*:65535,*:mss,nop,ws,nop,nop,ts,sok,eol+1:flow:0

; Source: captures: of late without DF, and the eighth SYN of a connection goes without scaling and timestamps.

label = s:unix:macOS:10.9 or newer, or iOS
sig   = 4:64:0:*:65535,*:mss,nop,ws,nop,nop,ts,sok,eol+1:id-:0
sig   = *:64:0:*:65535,0:mss,sok,eol+1:df:0
sig   = *:64:0:*:65535,0:mss,sok,eol+1:df,id+:0
sig   = *:64:0:*:65535,*:mss,nop,ws,nop,nop,ts,sok,?34:df:*

label = g:unix:macOS:or iOS
sig   = *:64:0:*:65535,*:mss,nop,ws,nop,nop,ts,sok,eol+1:df,id+:0

; ---
; BSD
; ---

; Source: FreeBSD, sys/netinet/tcp_output.c, tcp_addoptions(): SACK before the timestamp, no NOP between; the scale follows
; kern.ipc.maxsockbuf: 3 with 256 KiB (7, 8), 6 with 2 MiB (9 on). Before that NOPs before the timestamp, no SACK.

label = s:unix:FreeBSD:9 or newer
sig   = *:64:0:*:65535,6:mss,nop,ws,sok,ts:df,id+:0
sig   = *:64:0:*:65535,6:mss,nop,ws,sok,ts:df:0
sig   = 6:64:0:*:65535,6:mss,nop,ws,sok,ts:flow:0

label = s:unix:FreeBSD:7 or 8
sig   = *:64:0:*:65535,3:mss,nop,ws,sok,ts:df,id+:0

label = s:unix:FreeBSD:4 to 6
sig   = *:64:0:*:65535,0:mss,nop,ws,nop,nop,ts:df,id+:0
sig   = *:64:0:*:65535,1:mss,nop,ws,nop,nop,ts:df,id+:0

; Source: the old databases: net.inet.tcp.recvspace was 16384, 57344 (4.6), 32768 and 65535 in turn. Without RFC 1323 an MSS alone.

label = s:unix:FreeBSD:4 or 5
sig   = 4:64:0:*:57344,0:mss,nop,ws,nop,nop,ts:df,id+:0

label = x:unix:FreeBSD:2 to 4
sig   = 4:64:0:*:16384,0:mss:df,id+:0
sig   = 4:64:0:*:57344,0:mss:df,id+:0

label = g:unix:FreeBSD:
sig   = *:64:0:*:65535,*:mss,nop,ws,sok,ts:df,id+:0

; Source: OpenBSD, sys/netinet/tcp_output.c: "nop,nop,sackOK" and "nop,nop,timestamp" as whole words; the scale grew with the
; largest socket buffer.

label = s:unix:OpenBSD:3
sig   = *:64:0:*:16384,0:mss,nop,nop,sok,nop,ws,nop,nop,ts:df,id+:0

label = s:unix:OpenBSD:4 or newer
sig   = *:64:0:*:16384,3:mss,nop,nop,sok,nop,ws,nop,nop,ts:df,id+:0
sig   = *:64:0:*:16384,6:mss,nop,nop,sok,nop,ws,nop,nop,ts:df,id+:0

label = s:unix:OpenBSD:3 or 4
sig   = *:64:0:*:57344,0:mss,nop,nop,sok,nop,ws,nop,nop,ts:df,id+:0

label = g:unix:OpenBSD:
sig   = *:64:0:*:*,*:mss,nop,nop,sok,nop,ws,nop,nop,ts:df,id+:0

; Source: NetBSD, sys/netinet/tcp_output.c: four NOPs between SACK and the timestamp, a window of 32768 (net.inet.tcp.recvspace).

label = s:unix:NetBSD:
sig   = *:64:0:*:32768,*:mss,nop,ws,sok,nop,nop,nop,nop,ts:df,id+:0
sig   = 4:64:0:*:32768,*:mss,nop,ws,sok,nop,nop,nop,nop,ts:df:0
sig   = 6:64:0:*:32768,*:mss,nop,ws,sok,nop,nop,nop,nop,ts:flow:0

; Source: the old databases: until 3 the timestamps of 4.4BSD began at zero.

label = x:unix:NetBSD:1.6 to 3
sig   = 4:64:0:*:16384,0:mss,nop,ws,nop,nop,ts:df,id+,ts1-:0
sig   = 4:64:0:*:16384,0:mss,nop,ws,nop,nop,ts:ts1-:0
sig   = 4:64:0:*:32768,0:mss,nop,ws,nop,nop,ts:df,id+,ts1-:0

; Source: the old databases: after DragonFly took its code from FreeBSD it put SACK between scaling and timestamps.

label = x:unix:DragonFly:1 or 2
sig   = *:64:0:*:57344,*:mss,nop,ws,nop,nop,sok,nop,nop,ts::0

; Source: 4.4BSD, netinet/tcp_output.c, which they all began from, early Mac OS X too.

label = g:unix:BSD:
sig   = *:64:0:*:16384,0:mss,nop,ws,nop,nop,ts:df,id+:0
sig   = *:64:0:*:32768,0:mss,nop,ws,nop,nop,ts:df,id+:0

label = x:unix:BSD:
sig   = 4:64:0:*:16384,0:mss,nop,ws,nop,nop,ts::0

; -------
; Solaris
; -------

; Source: Solaris Tunable Parameters Reference Manual, tcp_recv_hiwat: 49152, as 34 segments of Ethernet.

label = s:unix:Solaris:10
sig   = *:64:0:*:mss*34,0:mss,nop,ws,nop,nop,sok:df,id+:0

; Source: the same manual for older ones (tcp_recv_hiwat 8760, 24820), and what the old databases knew: the MSS comes last in 8.

label = x:unix:Solaris:8
sig   = *:64:0:*:mss*17,0:nop,nop,sok,mss:df,id+:0
sig   = *:64:0:*:mss*23,0:nop,nop,sok,mss:df,id+:0
sig   = *:64:0:*:mss*17,*:nop,ws,nop,nop,ts,nop,nop,sok,mss:df,id+,ts1-:0

label = x:unix:Solaris:9
sig   = *:64:0:*:mss*34,0:mss,nop,nop,sok:df,id+:0

label = s:unix:Solaris:10
sig   = *:64:0:*:32850,1:mss,nop,nop,ts,nop,ws,nop,nop,sok:df,id+:0

label = x:unix:Solaris:2.5 to 7
sig   = 4:255:0:*:mss*6,0:mss:df,id+:0
sig   = 4:255:0:*:mss*17,0:mss:df,id+:0
sig   = 4:255:0:*:mss*23,0:mss:df,id+:0
sig   = 4:255:0:*:mss*44,0:mss:df,id+:0

; ---------------------
; Other Unix of 1995 on
; ---------------------

; Source: what the databases of 2000 to 2010 knew (p0f 2, pf.os): windows and option orders, each of one system.

label = x:unix:AIX:4 or 5
sig   = 4:64:0:512:16384,*:mss,nop,ws,nop,nop,ts::0
sig   = 4:64:0:512:32768,*:mss,nop,ws,nop,nop,ts::0
sig   = 4:64:0:512:65535,*:mss,nop,ws,nop,nop,ts::0
sig   = 4:64:0:*:65535,1:mss,nop,ws,nop,nop,ts,nop,nop,sok::0

label = x:unix:HP-UX:11
sig   = 4:64:0:*:32768,0:mss,ws,nop:df,id+:0
sig   = 4:64:0:*:32768,0:mss,ws,nop::0

label = x:unix:IRIX:6.5
sig   = 4:64:0:*:49152,2:mss,nop,ws,nop,nop,sok::0
sig   = 4:64:0:*:49152,3:mss,nop,ws,nop,nop,sok::0
sig   = 4:64:0:*:49152,0:mss,nop,nop,sok::0
sig   = 4:64:0:*:61440,0:mss,nop,nop,sok::0

label = x:unix:Tru64:4 or 5
sig   = 4:64:0:*:32768,0:mss,nop,ws:df,id+:0
sig   = 4:64:0:*:32768,0:mss,nop,ws::0
sig   = 4:64:0:*:61440,0:mss,nop,ws::0

label = x:unix:SCO:UnixWare 7
sig   = 4:64:0:1460:mss*3,0:mss,nop,ws,nop,nop,ts:df,id+:0

label = x:other:OS/400:
sig   = 4:64:0:1440:8192,0:mss,nop,ws,nop,nop,ts:df,id+:0
sig   = 4:64:0:1440:4096,0:mss,nop,ws,nop,nop,ts:df,id+:0

label = x:other:NetWare:6
sig   = 4:128:0:*:6144,0:mss,ws,nop,sok,nop,nop:df,id+:0

label = x:other:Mac OS:9
sig   = 4:255:0:*:32768,0:mss,ws,nop:df,id+:0

label = x:other:BeOS:5
sig   = 4:255:0:*:1024,0:mss,nop,ws::0

label = x:other:Plan 9:
sig   = 4:255:0:1460:65535,0:mss,ws,nop::0

label = x:unix:AIX:4
sig   = 4:64:0:*:45046,0:mss::0

label = x:unix:IRIX:6
sig   = 4:64:0:*:61440,0:mss::0

; ---------------------------
; Devices and embedded stacks
; ---------------------------

; Source: captures of Cisco's routers and switches, and the old databases: a window of 4128 from a TTL of 255.

label = x:other:Cisco:IOS
sig   = 4:255:0:*:4128,0:mss::0

; Source: lwIP, opt.h: TCP_MSS 536, TCP_WND four of them, IP_DEFAULT_TTL 255, and the same with Ethernet's MSS; ESP-IDF: MSS 1440 or
; 1436, windows of 5744 or 5760, TTL 64.

label = x:other:lwIP:
sig   = 4:255:0:536:2144,0:mss::0
sig   = 4:255:0:1460:5840,0:mss::0
sig   = 4:64:0:1440:5744,0:mss::0
sig   = 4:64:0:1440:5760,0:mss::0
sig   = 4:64:0:1436:5744,0:mss::0

; Source: the old databases: a print server and a camera, and the first telephones.

label = x:other:AXIS:print server
sig   = 4:64:0:1452:mss*12,0:mss::0

label = x:other:PalmOS:
sig   = 4:255:0:536:mss*4,0:mss::0
sig   = 4:255:0:536:mss*5,0:mss::0
sig   = 4:255:0:536:mss*9,0:mss::0
sig   = 4:255:0:536:mss*29,0:mss::0

label = x:other:Symbian:
sig   = 4:64:0:*:mss*22,0:mss,ts,sok:df,id+:0
sig   = 4:64:0:*:mss*36,0:mss,ts,sok:df,id+:0

label = x:other:Nintendo:
sig   = 4:64:0:1460:32768,0:mss,nop,nop,sok:df,id+:0

; Source: 4.3BSD, whose buffers had 8192 bytes, and from which small systems took their code: VxWorks, as in many printers, and QNX 6
; as the old databases have it. Tru64 sends the same with its options switched off.

label = x:other:embedded:(VxWorks, QNX, a printer)
sig   = 4:64:0:*:8192,0:mss::0
