"""Answers in the dialects of the registries, by hand: their layout, documentation addresses, invented holders."""

from typing import NamedTuple


class Sample(NamedTuple):
    """An answer, and what is to be read from it."""

    text: str
    first: str
    last: str
    name: str | None
    organisation: str | None
    country: str | None
    abuse: str | None
    asn: int | None = None
    kind: str | None = None


ARIN_2002 = Sample(
    """
Example Dialup, Inc. (NET-EXNET-54-B)
   1 Example Dr. West
   Springfield, XX 00000
   US

   Netname: EXNET-54-B
   Netblock: 198.51.100.0 - 198.51.100.127
   Maintainer: EXN

   Coordinator:
      Doe, Jane  (JD1-ARIN)  abuse@example.net
      555-0100

   Domain System inverse mapping provided by:

   NS1.EXAMPLE.NET              192.0.2.1
""",
    "198.51.100.0", "198.51.100.127", "EXNET-54-B", "Example Dialup, Inc.", "US", "abuse@example.net",
)  # fmt: skip

ARIN_2008 = Sample(
    """
OrgName:    Example Cable, L.P.
OrgID:      EXCA
Address:    1 Example Street
City:       Springfield
Country:    US

ReferralServer: rwhois://rwhois.example.net:4321

NetRange:   198.51.100.0 - 198.51.100.255
CIDR:       198.51.100.0/24
NetName:    EXAMPLE-CABLE
NetHandle:  NET-198-51-100-0-1
NetType:    Direct Allocation

OrgAbuseHandle: ABUSE1-ARIN
OrgAbuseEmail:  abuse@example.net

OrgTechHandle: TECH1-ARIN
OrgTechEmail:  jdoe@example.net

# ARIN WHOIS database, last updated 2008-06-16 19:10
""",
    "198.51.100.0", "198.51.100.255", "EXAMPLE-CABLE", "Example Cable, L.P.", "US", "abuse@example.net", None,
    "Direct Allocation",
)  # fmt: skip

ARIN_CUSTOMER = Sample(
    """
#
# ARIN WHOIS data and services are subject to the Terms of Use
#

# start

NetRange:       198.51.100.0 - 198.51.100.255
CIDR:           198.51.100.0/24
NetName:        EXAMPLE-PARENT
NetType:        Direct Allocation
OriginAS:       AS64496
Organization:   Example Parent LLC (EXPAR)

OrgName:        Example Parent LLC
Country:        US

OrgAbuseEmail:  abuse@parent.example
OrgTechEmail:   tech@parent.example

# end


# start

NetRange:       198.51.100.64 - 198.51.100.95
CIDR:           198.51.100.64/27
NetName:        EXAMPLE-CUST-7
NetType:        Reassigned
OriginAS:
Customer:       Example Bakery (C01234567)

CustName:       Example Bakery
City:           Springfield
Country:        CA

OrgAbuseEmail:  abuse@parent.example

# end
""",
    "198.51.100.64", "198.51.100.95", "EXAMPLE-CUST-7", "Example Bakery", "CA", "abuse@parent.example", None,
    "Reassigned",
)  # fmt: skip

ARIN_LIST = Sample(
    """
Example Parent LLC EXAMPLE-PARENT (NET-198-51-100-0-1) 198.51.100.0 - 198.51.100.255
Example Bakery EXAMPLE-CUST-7 (NET-198-51-100-64-1) 198.51.100.64 - 198.51.100.95
""",
    "198.51.100.64", "198.51.100.95", "EXAMPLE-CUST-7", "Example Bakery", None, None,
)  # fmt: skip

RIPE = Sample(
    """
% This is the RIPE Database query service.
% Information related to '192.0.2.0 - 192.0.2.127'

% Abuse contact for '192.0.2.0 - 192.0.2.127' is 'abuse@example.org'

inetnum:        192.0.2.0 - 192.0.2.127
netname:        EXAMPLE-POOL
descr:          A pool of addresses
country:        NL # also BE
org:            ORG-EX1-RIPE
admin-c:        EX1-RIPE
status:         ASSIGNED PA
mnt-by:         EXAMPLE-MNT
source:         RIPE # Filtered

organisation:   ORG-EX1-RIPE
org-name:       Example Hosting B.V.
abuse-c:        AR1-RIPE
e-mail:         hostmaster@example.org

role:           Example Abuse
nic-hdl:        AR1-RIPE
abuse-mailbox:  other@example.org

% Information related to '192.0.2.0/24AS64500'

route:          192.0.2.0/24
origin:         AS64500
""",
    "192.0.2.0", "192.0.2.127", "EXAMPLE-POOL", "Example Hosting B.V.", "NL", "abuse@example.org", 64500,
    "ASSIGNED PA",
)  # fmt: skip

APNIC_IRT = Sample(
    """
% [whois.apnic.net]

inetnum:        203.0.113.0 - 203.0.113.255
netname:        EXAMPLE-CN
descr:          Example Telecom
descr:          Some street
country:        cn
mnt-irt:        IRT-EXAMPLE-CN
status:         ALLOCATED PORTABLE

irt:            IRT-EXAMPLE-CN
e-mail:         anti-spam@example.cn
abuse-mailbox:  abuse@example.cn

person:         A Person
nic-hdl:        AP1-AP
e-mail:         person@example.cn
""",
    "203.0.113.0", "203.0.113.255", "EXAMPLE-CN", "Example Telecom", "CN", "abuse@example.cn", None,
    "ALLOCATED PORTABLE",
)  # fmt: skip

LACNIC = Sample(
    """
% Joint Whois - whois.lacnic.net

inetnum:     198.51.100/24
status:      allocated
aut-num:     AS64501
owner:       Ejemplo S.A.
ownerid:     AR-EJSA-LACNIC
responsible: Juan Perez
country:     AR
owner-c:     JUP
abuse-c:     ABE
created:     20100101

nic-hdl:     ABE
person:      Abuso
e-mail:      abuso@example.com.ar

nic-hdl:     JUP
person:      Juan Perez
e-mail:      juan@example.com.ar
""",
    "198.51.100.0", "198.51.100.255", None, "Ejemplo S.A.", "AR", "abuso@example.com.ar", 64501, "allocated",
)  # fmt: skip

REGISTRO_BR = Sample(
    """
% Copyright (c) Nic.br
% Security and mail abuse issues should also be addressed to
% cert.br, http://www.cert.br/ , respectivelly to cert@cert.br
% and mail-abuse@cert.br

inetnum:     203.0.113.0/25
aut-num:     AS64502
owner:       Universidade Exemplo
ownerid:     000.000.000/0001-00
responsible: Alguém
country:     BR
""",
    "203.0.113.0", "203.0.113.127", None, "Universidade Exemplo", "BR", "mail-abuse@cert.br", 64502,
)  # fmt: skip

KRNIC = Sample(
    """
# KOREAN(UTF8)

[ 네트워크 할당 정보 ]
IPv4주소           : 203.0.113.0 - 203.0.113.255 (/24)
기관명             : 예시통신
서비스명           : EXNET

# ENGLISH

KRNIC is not an ISP but a National Internet Registry similar to APNIC.

[ Network Information ]
IPv4 Address       : 203.0.113.0 - 203.0.113.255 (/24)
Organization Name  : Example Telecom Korea
Service Name       : EXNET
Address            : Some street
Registration Date  : 20080703

Name               : IP Manager
Phone              : +82-2-555-0100
E-Mail             : ip@example.kr

--------------------------------------------------------------------------------

More specific assignment information is as follows.

[ Network Information ]
IPv4 Address       : 203.0.113.64 - 203.0.113.95 (/27)
Organization Name  : Example Cafe
Network Type       : CUSTOMER
Address            : Some other street

Name               : IP Manager
E-Mail             : cafe@example.kr
""",
    "203.0.113.64", "203.0.113.95", None, "Example Cafe", "KR", "cafe@example.kr", None, "CUSTOMER",
)  # fmt: skip

KRNIC_2005 = Sample(
    """
[ ISP Organization Information ]
Org Name           : Example Telecom
Service Name       : EXNET

[ Organization Information ]
IP Address         : 203.0.113.0-203.0.113.63
Network Name       : EX-SCHOOL
Org Name           : Example Elementary School
State              : SEOUL

[ Technical Contact Information ]
Name               : Manager
E-Mail             : it@example.kr
""",
    "203.0.113.0", "203.0.113.63", "EX-SCHOOL", "Example Elementary School", "KR", "it@example.kr",
)  # fmt: skip

JPNIC = Sample(
    """
[ JPNIC database provides information regarding IP address and ASN. Its use   ]
[ is restricted to network administration purposes. For further information,  ]

Network Information:
a. [Network Number]             192.0.2.0/25
b. [Network Name]               EXAMPLE-JP
g. [Organization]               Example University
m. [Administrative Contact]     XX1JP
n. [Technical Contact]          XX2JP
o. [Abuse]                      abuse@example.ac.jp
p. [Nameserver]                 ns.example.ac.jp
[Assigned Date]                 2001/02/03
""",
    "192.0.2.0", "192.0.2.127", "EXAMPLE-JP", "Example University", "JP", "abuse@example.ac.jp",
)  # fmt: skip

TWNIC = Sample(
    """
   Example Telecom Co.,Ltd.
   No. 1, Some Rd.
   Taipei Taiwan
   TW

   Netname: EXAMPLE-TW
   Netblock: 198.51.100.0/25

   Administrator contact:
      A Person (AP1-TW) person@example.tw

   Technical contact:
      Another Person (AP2-TW) tech@example.tw
""",
    "198.51.100.0", "198.51.100.127", "EXAMPLE-TW", "Example Telecom Co.,Ltd.", "TW", "person@example.tw",
)  # fmt: skip

RWHOIS = Sample(
    """
%rwhois V-1.5:003eff:00 rwhois.example.net
network:Class-Name:network
network:ID:EX-1.198.51.100.0/26
network:Auth-Area:198.51.100.0/24
network:Network-Name:EX-1
network:IP-Network:198.51.100.0/26
network:Organization;I:Example Business Services
network:Country-Code:US
network:Abuse-Contact;I:abuse@example.net

%ok
""",
    "198.51.100.0", "198.51.100.63", "EX-1", "Example Business Services", "US", "abuse@example.net",
)  # fmt: skip

TEXTS = {
    "ARIN in 2002": ARIN_2002,
    "ARIN in 2008": ARIN_2008,
    "ARIN, two records": ARIN_CUSTOMER,
    "ARIN, the short list": ARIN_LIST,
    "RIPE": RIPE,
    "APNIC": APNIC_IRT,
    "LACNIC": LACNIC,
    "registro.br": REGISTRO_BR,
    "KRNIC": KRNIC,
    "KRNIC in 2005": KRNIC_2005,
    "JPNIC": JPNIC,
    "TWNIC": TWNIC,
    "rwhois": RWHOIS,
}
