<?xml version="1.0"?>
<!-- SPDX-License-Identifier: MIT -->
<!-- CP XML to a SyncML DM 1.1 package for the bench documents: what mappings/dm-1.1.2.map says of them, no more. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:output method="xml" doctype-public="-//SYNCML//DTD SyncML 1.1//EN"
    doctype-system="http://www.syncml.org/docs/syncml_represent_v11_20020213.dtd"/>

<xsl:key name="napdef" match="/wap-provisioningdoc/characteristic[@type='NAPDEF']" use="parm[@name='NAPID']/@value"/>

<xsl:template name="item">
  <xsl:param name="uri"/>
  <xsl:param name="format"/>
  <xsl:param name="data"/>
  <Item xmlns="SYNCML:SYNCML1.1">
    <Target><LocURI><xsl:value-of select="$uri"/></LocURI></Target>
    <xsl:if test="$format"><Meta><Format xmlns="syncml:metinf"><xsl:value-of select="$format"/></Format></Meta></xsl:if>
    <Data><xsl:value-of select="$data"/></Data>
  </Item>
</xsl:template>

<!-- A leaf, where there is a parm for it. -->
<xsl:template name="leaf">
  <xsl:param name="uri"/>
  <xsl:param name="format"/>
  <xsl:param name="parm"/>
  <xsl:if test="$parm">
    <xsl:call-template name="item">
      <xsl:with-param name="uri" select="$uri"/>
      <xsl:with-param name="format" select="$format"/>
      <xsl:with-param name="data" select="$parm/@value"/>
    </xsl:call-template>
  </xsl:if>
</xsl:template>

<xsl:template name="node">
  <xsl:param name="uri"/>
  <xsl:call-template name="item">
    <xsl:with-param name="uri" select="$uri"/>
    <xsl:with-param name="format" select="'node'"/>
  </xsl:call-template>
</xsl:template>

<xsl:template name="address-type">
  <xsl:param name="uri"/>
  <xsl:param name="value"/>
  <xsl:if test="$value">
    <xsl:call-template name="item">
      <xsl:with-param name="uri" select="concat($uri, '/AddrType')"/>
      <xsl:with-param name="data">
        <xsl:choose>
          <xsl:when test="$value='IPV4'">1</xsl:when>
          <xsl:when test="$value='IPV6'">2</xsl:when>
          <xsl:when test="$value='E164'">3</xsl:when>
          <xsl:when test="$value='ALPHA'">4</xsl:when>
          <xsl:when test="$value='APN'">5</xsl:when>
        </xsl:choose>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:if>
</xsl:template>

<xsl:template match="/">
  <xsl:variable name="w7" select="/wap-provisioningdoc/characteristic[@type='APPLICATION'][parm[@name='APPID']/@value='w7']"/>
  <SyncML xmlns="SYNCML:SYNCML1.1">
    <SyncHdr>
      <VerDTD>1.1</VerDTD><VerProto>DM/1.1</VerProto><SessionID>0</SessionID><MsgID>0</MsgID>
      <Target><LocURI>unknown-device</LocURI></Target>
      <Source><LocURI><xsl:value-of select="($w7/parm|$w7/characteristic[@type='APPADDR']/parm)[@name='ADDR'][1]/@value"/></LocURI></Source>
    </SyncHdr>
    <SyncBody><Replace><CmdID>1</CmdID>
      <xsl:apply-templates select="$w7"/>
      <xsl:apply-templates select="wap-provisioningdoc/characteristic[@type='NAPDEF']"/>
      <xsl:apply-templates select="wap-provisioningdoc/characteristic[@type='PXLOGICAL']"/>
    </Replace></SyncBody>
  </SyncML>
</xsl:template>

<xsl:template match="characteristic[@type='APPLICATION']">
  <xsl:variable name="provider" select="parm[@name='PROVIDER-ID']"/>
  <xsl:variable name="uri" select="concat('./SyncML/DMAcc/', $provider/@value)"/>
  <xsl:variable name="address" select="(parm|characteristic[@type='APPADDR']/parm)[@name='ADDR'][1]"/>
  <xsl:variable name="port" select="characteristic[@type='APPADDR']/characteristic[@type='PORT']/parm[@name='PORTNBR']"/>
  <xsl:call-template name="node"><xsl:with-param name="uri" select="$uri"/></xsl:call-template>
  <xsl:call-template name="leaf">
    <xsl:with-param name="uri" select="concat($uri, '/Addr')"/>
    <xsl:with-param name="parm" select="$address"/>
  </xsl:call-template>
  <xsl:call-template name="item">
    <xsl:with-param name="uri" select="concat($uri, '/AddrType')"/>
    <xsl:with-param name="data" select="'1'"/>
  </xsl:call-template>
  <xsl:call-template name="item">
    <xsl:with-param name="uri" select="concat($uri, '/PortNbr')"/>
    <xsl:with-param name="format" select="'int'"/>
    <xsl:with-param name="data">
      <xsl:choose>
        <xsl:when test="$port"><xsl:value-of select="$port/@value"/></xsl:when>
        <xsl:when test="starts-with($address/@value, 'https')">443</xsl:when>
        <xsl:otherwise>80</xsl:otherwise>
      </xsl:choose>
    </xsl:with-param>
  </xsl:call-template>
  <xsl:call-template name="item">
    <xsl:with-param name="uri" select="concat($uri, '/ConRef')"/>
    <xsl:with-param name="data" select="parm[@name='TO-PROXY'][1]/@value"/>
  </xsl:call-template>
  <xsl:call-template name="leaf">
    <xsl:with-param name="uri" select="concat($uri, '/ServerId')"/>
    <xsl:with-param name="parm" select="$provider"/>
  </xsl:call-template>
  <xsl:call-template name="leaf">
    <xsl:with-param name="uri" select="concat($uri, '/Name')"/>
    <xsl:with-param name="parm" select="parm[@name='NAME']"/>
  </xsl:call-template>
  <xsl:apply-templates select="characteristic[@type='APPAUTH']"><xsl:with-param name="uri" select="$uri"/></xsl:apply-templates>
</xsl:template>

<xsl:template match="characteristic[@type='APPAUTH'][parm[@name='AAUTHLEVEL']/@value='APPSRV']">
  <xsl:param name="uri"/>
  <xsl:variable name="type" select="parm[@name='AAUTHTYPE']/@value"/>
  <xsl:call-template name="leaf">
    <xsl:with-param name="uri" select="concat($uri, '/UserName')"/>
    <xsl:with-param name="parm" select="parm[@name='AAUTHNAME']"/>
  </xsl:call-template>
  <xsl:call-template name="leaf">
    <xsl:with-param name="uri" select="concat($uri, '/ClientPW')"/>
    <xsl:with-param name="parm" select="parm[@name='AAUTHSECRET']"/>
  </xsl:call-template>
  <xsl:call-template name="leaf">
    <xsl:with-param name="uri" select="concat($uri, '/ClientNonce')"/>
    <xsl:with-param name="format" select="'b64'"/>
    <xsl:with-param name="parm" select="parm[@name='AAUTHDATA']"/>
  </xsl:call-template>
  <xsl:if test="$type='BASIC' or $type='DIGEST' or $type='HMAC'">
    <xsl:call-template name="item">
      <xsl:with-param name="uri" select="concat($uri, '/AuthPref')"/>
      <xsl:with-param name="data">
        <xsl:choose>
          <xsl:when test="$type='BASIC'">syncml:auth-basic</xsl:when>
          <xsl:when test="$type='DIGEST'">syncml:auth-md5</xsl:when>
          <xsl:otherwise>syncml:auth-MAC</xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:if>
</xsl:template>

<xsl:template match="characteristic[@type='APPAUTH'][parm[@name='AAUTHLEVEL']/@value='CLIENT']">
  <xsl:param name="uri"/>
  <xsl:call-template name="leaf">
    <xsl:with-param name="uri" select="concat($uri, '/ServerPW')"/>
    <xsl:with-param name="parm" select="parm[@name='AAUTHSECRET']"/>
  </xsl:call-template>
  <xsl:call-template name="leaf">
    <xsl:with-param name="uri" select="concat($uri, '/ServerNonce')"/>
    <xsl:with-param name="format" select="'b64'"/>
    <xsl:with-param name="parm" select="parm[@name='AAUTHDATA']"/>
  </xsl:call-template>
</xsl:template>

<xsl:template match="characteristic[@type='NAPDEF']">
  <xsl:param name="uri" select="concat('./SyncML/Con/', parm[@name='NAPID']/@value)"/>
  <xsl:variable name="nap" select="concat($uri, '/NAP')"/>
  <xsl:variable name="bearer" select="parm[@name='BEARER'][1]/@value"/>
  <xsl:call-template name="node"><xsl:with-param name="uri" select="$uri"/></xsl:call-template>
  <xsl:call-template name="node"><xsl:with-param name="uri" select="$nap"/></xsl:call-template>
  <xsl:call-template name="item">
    <xsl:with-param name="uri" select="concat($nap, '/Bearer')"/>
    <xsl:with-param name="data">
      <xsl:choose>
        <xsl:when test="$bearer='GSM-SMS'">3</xsl:when>
        <xsl:when test="$bearer='GSM-CSD'">10</xsl:when>
        <xsl:when test="$bearer='GSM-GPRS'">11</xsl:when>
      </xsl:choose>
    </xsl:with-param>
  </xsl:call-template>
  <xsl:call-template name="leaf">
    <xsl:with-param name="uri" select="concat($nap, '/Addr')"/>
    <xsl:with-param name="parm" select="parm[@name='NAP-ADDRESS']"/>
  </xsl:call-template>
  <xsl:call-template name="address-type">
    <xsl:with-param name="uri" select="$nap"/>
    <xsl:with-param name="value" select="parm[@name='NAP-ADDRTYPE']/@value"/>
  </xsl:call-template>
  <xsl:for-each select="characteristic[@type='NAPAUTHINFO']">
    <xsl:call-template name="login">
      <xsl:with-param name="uri" select="$nap"/>
      <xsl:with-param name="scheme" select="parm[@name='AUTHTYPE']/@value"/>
      <xsl:with-param name="id" select="parm[@name='AUTHNAME']"/>
      <xsl:with-param name="secret" select="parm[@name='AUTHSECRET']"/>
    </xsl:call-template>
  </xsl:for-each>
</xsl:template>

<xsl:template match="characteristic[@type='PXLOGICAL']">
  <xsl:variable name="uri" select="concat('./SyncML/Con/', parm[@name='PROXY-ID']/@value)"/>
  <xsl:variable name="px" select="concat($uri, '/PX')"/>
  <xsl:variable name="physical" select="characteristic[@type='PXPHYSICAL'][1]"/>
  <xsl:apply-templates select="key('napdef', $physical/parm[@name='TO-NAPID']/@value)">
    <xsl:with-param name="uri" select="$uri"/>
  </xsl:apply-templates>
  <xsl:call-template name="node"><xsl:with-param name="uri" select="$px"/></xsl:call-template>
  <xsl:call-template name="leaf">
    <xsl:with-param name="uri" select="concat($px, '/Addr')"/>
    <xsl:with-param name="parm" select="$physical/parm[@name='PXADDR']"/>
  </xsl:call-template>
  <xsl:call-template name="address-type">
    <xsl:with-param name="uri" select="$px"/>
    <xsl:with-param name="value" select="$physical/parm[@name='PXADDRTYPE']/@value"/>
  </xsl:call-template>
  <xsl:call-template name="leaf">
    <xsl:with-param name="uri" select="concat($px, '/PortNbr')"/>
    <xsl:with-param name="format" select="'int'"/>
    <xsl:with-param name="parm" select="$physical/characteristic[@type='PORT']/parm[@name='PORTNBR']"/>
  </xsl:call-template>
  <xsl:for-each select="characteristic[@type='PXAUTHINFO']">
    <xsl:call-template name="login">
      <xsl:with-param name="uri" select="$px"/>
      <xsl:with-param name="scheme" select="parm[@name='PXAUTH-TYPE']/@value"/>
      <xsl:with-param name="id" select="parm[@name='PXAUTH-ID']"/>
      <xsl:with-param name="secret" select="parm[@name='PXAUTH-PW']"/>
    </xsl:call-template>
  </xsl:for-each>
</xsl:template>

<xsl:template name="login">
  <xsl:param name="uri"/>
  <xsl:param name="scheme"/>
  <xsl:param name="id"/>
  <xsl:param name="secret"/>
  <xsl:variable name="auth" select="concat($uri, '/Auth/', $scheme)"/>
  <xsl:call-template name="node"><xsl:with-param name="uri" select="concat($uri, '/Auth')"/></xsl:call-template>
  <xsl:call-template name="node"><xsl:with-param name="uri" select="$auth"/></xsl:call-template>
  <xsl:call-template name="leaf">
    <xsl:with-param name="uri" select="concat($auth, '/Id')"/>
    <xsl:with-param name="parm" select="$id"/>
  </xsl:call-template>
  <xsl:call-template name="leaf">
    <xsl:with-param name="uri" select="concat($auth, '/Secret')"/>
    <xsl:with-param name="parm" select="$secret"/>
  </xsl:call-template>
</xsl:template>

</xsl:stylesheet>
