"""One record of each format, as its emitter writes it, with addresses that are reserved for documentation."""

from typing import Final

EXAMPLES: Final = {
    "netfilter": (
        "Mar  2 15:32:54 gate kernel: [ 2345.682497] [UFW BLOCK] IN=eth0 OUT= SRC=192.0.2.112 DST=198.51.100.120 "
        "LEN=48 TOS=0x00 PREC=0x00 TTL=117 ID=31988 DF PROTO=TCP SPT=3504 DPT=6346 WINDOW=5840 RES=0x00 SYN URGP=0 "
    ),
    "ipchains": (
        "Mar  2 15:32:54 gate kernel: Packet log: input DENY ppp0 PROTO=6 192.0.2.112:3504 198.51.100.120:6346 "
        "L=48 S=0x00 I=31988 F=0x4000 T=117 SYN (#64)"
    ),
    "snort-syslog": (
        "Mar  2 15:32:54 gate snort[71]: [1:628:3] SCAN nmap TCP [Classification: Attempted Information Leak] "
        "[Priority: 2] {TCP} 192.0.2.112:3504 -> 198.51.100.120:6346"
    ),
    "snort-fast": (
        "03/02-15:32:54.630347  [**] [1:628:3] SCAN nmap TCP [**] [Classification: Attempted Information Leak] "
        "[Priority: 2] {TCP} 192.0.2.112:3504 -> 198.51.100.120:6346"
    ),
    "snort-full": (
        "[**] [1:628:3] SCAN nmap TCP [**]\n"
        "[Classification: Attempted Information Leak] [Priority: 2] \n"
        "03/02-15:32:54.630347 192.0.2.112:3504 -> 198.51.100.120:6346\n"
        "TCP TTL:117 TOS:0x0 ID:31988 IpLen:20 DgmLen:48 DF\n"
        "******S* Seq: 0xEE01EA38  Ack: 0x0  Win: 0x16D0  TcpLen: 28\n"
        "TCP Options (4) => MSS: 1460 NOP NOP SackOK "
    ),
    "snort-dump": (
        "03/02-15:32:54.630347 192.0.2.112:3504 -> 198.51.100.120:6346\n"
        "TCP TTL:117 TOS:0x0 ID:31988 IpLen:20 DgmLen:48 DF\n"
        "******S* Seq: 0xEE01EA38  Ack: 0x0  Win: 0x16D0  TcpLen: 28\n"
        "TCP Options (4) => MSS: 1460 NOP NOP SackOK \n"
        "=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+"
    ),
    "snort-csv": (
        "03/02-15:32:54.630347 ,1,628,3,SCAN nmap TCP,TCP,192.0.2.112,3504,198.51.100.120,6346,0:1B:B9:76:9C:E4,"
        "2:0:0:0:0:B,0x3E,******S*,0xEE01EA38,0x0,,0x16D0,117,0,31988,48,20,,,,"
    ),
    "snort-json": (
        '{ "timestamp" : "03/02-15:32:54.630347", "pkt_num" : 1, "proto" : "TCP", "pkt_gen" : "raw", '
        '"pkt_len" : 48, "dir" : "C2S", "src_ap" : "192.0.2.112:3504", "dst_ap" : "198.51.100.120:6346", '
        '"rule" : "1:628:3", "action" : "allow" }'
    ),
    "suricata-fast": (
        "03/02/2026-15:32:54.630347  [**] [1:2402000:6945] ET DROP Dshield Block Listed [**] "
        "[Classification: Misc Attack] [Priority: 2] {TCP} 192.0.2.112:3504 -> 198.51.100.120:6346"
    ),
    "suricata-eve": (
        '{"timestamp":"2026-03-02T15:32:54.630347+0100","in_iface":"eth0","event_type":"alert",'
        '"src_ip":"192.0.2.112","src_port":3504,"dest_ip":"198.51.100.120","dest_port":6346,"proto":"TCP",'
        '"alert":{"action":"allowed","gid":1,"signature_id":2402000,"rev":6945,"signature":"ET DROP Dshield",'
        '"category":"Misc Attack","severity":2}}'
    ),
    "p0f1": (
        "<Sat Mar  2 15:32:54 2002> 192.0.2.112 [12 hops]: Windows 95 or early NT4\n"
        " + 192.0.2.112:3504 -> 198.51.100.120:6346"
    ),
    "p0f2": (
        "<Sat Mar  2 15:32:54 2002> 192.0.2.112:3504 - Windows XP/2000 [GENERIC] \n"
        "  Signature: [S4:117:1:48:M1460,N,N,S:.:Windows:?] \n"
        "  -> 198.51.100.120:6346 (distance 11, link: ethernet/modem)"
    ),
    "p0f3": (
        "[2026/03/02 15:32:54] mod=syn|cli=192.0.2.112/3504|srv=198.51.100.120/6346|subj=cli|os=Windows NT kernel|"
        "dist=11|params=generic|raw_sig=4:117+11:0:1460:5840,0:mss,nop,nop,sok:df,id+:0"
    ),
    "filterlog": (
        "<134>Mar  2 15:32:54 filterlog[722]: 5,,,1000000103,em0,match,block,in,4,0x0,,117,31988,0,DF,6,tcp,48,"
        "192.0.2.112,198.51.100.120,3504,6346,0,S,3993102904,,5840,,mss;nop;nop;sackOK"
    ),
    "pflog": (
        "Mar 02 15:32:54.630347 rule 64/(match) block in on em0: 192.0.2.112.3504 > 198.51.100.120.6346: "
        "Flags [S], seq 3993102904, win 5840, options [mss 1460,nop,nop,sackOK], length 0"
    ),
    "ipfw": "Mar  2 15:32:54 wall kernel: ipfw: 65000 Deny TCP 192.0.2.112:3504 198.51.100.120:6346 in via em0",
    "ipfilter": (
        "Mar  2 15:32:54 wall ipmon[115]: 15:32:54.630347 hme0 @0:1 b 192.0.2.112,3504 -> 198.51.100.120,6346 "
        "PR tcp len 20 48 -S IN"
    ),
    "asa": (
        "Mar  2 15:32:54 pix %ASA-2-106001: Inbound TCP connection denied from 192.0.2.112/3504 to "
        "198.51.100.120/6346 flags SYN  on interface outside"
    ),
    "mikrotik": (
        "2026-03-02T15:32:54.630347+01:00 gw firewall,info drop-in input: in:ether1 out:(unknown 0), "
        "connection-state:new src-mac 00:1b:b9:76:9c:e4, proto TCP (SYN), 192.0.2.112:3504->198.51.100.120:6346, len 48"
    ),
    "ulogd": (
        "Mar  2 15:32:54 gate DROP IN=eth0 OUT= MAC=02:00:00:00:00:0b:00:1b:b9:76:9c:e4:08:00 SRC=192.0.2.112 "
        "DST=198.51.100.120 LEN=48 TOS=00 PREC=0x00 TTL=117 ID=31988 DF PROTO=TCP SPT=3504 DPT=6346 SEQ=3993102904 "
        "ACK=0 WINDOW=5840 SYN URGP=0 "
    ),
    "tcpdump": (
        "2026-03-02 15:32:54.630347 IP (tos 0x0, ttl 117, id 31988, offset 0, flags [DF], proto TCP (6), length 48)\n"
        "    192.0.2.112.3504 > 198.51.100.120.6346: Flags [S], cksum 0xcfc9 (correct), seq 3993102904, win 5840, "
        "options [mss 1460,nop,nop,sackOK], length 0"
    ),
    "pcap": "pcap 1795338989.776667 1 02000000000b001bb9769ce40800450000280007000040068e8dc6336407c0000201"
    "00010002000000000000000050020400bfa30000",
}
"""Format → record. Of captures, which are no text, the line that stands for a packet."""
