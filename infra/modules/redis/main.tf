# Shared limits and the second level of the score cache. Losing it costs accuracy, never a request.
#
# Through azapi although azurerm has azurerm_managed_redis: that resource reads the access keys back, and they would lie
# in the state. Here they never leave Azure; an operator copies the connection string to the vault (docs/runbook.md).
resource "azapi_resource" "cluster" {
  type      = "Microsoft.Cache/redisEnterprise@2025-07-01"
  name      = var.name
  parent_id = var.resource_group_id
  location  = var.location
  tags      = var.tags

  body = {
    sku = {
      name = var.sku
    }
    properties = {
      minimumTlsVersion   = "1.2"
      highAvailability    = var.high_availability ? "Enabled" : "Disabled"
      publicNetworkAccess = var.private ? "Disabled" : "Enabled"
    }
  }

  response_export_values = ["properties.hostName"]
}

resource "azapi_resource" "database" {
  type      = "Microsoft.Cache/redisEnterprise/databases@2025-07-01"
  name      = "default"
  parent_id = azapi_resource.cluster.id

  body = {
    properties = {
      clientProtocol           = "Encrypted"
      port                     = 10000
      clusteringPolicy         = "EnterpriseCluster"
      accessKeysAuthentication = "Enabled"
      # Every key that the app writes has an expiry, so only those may be dropped when memory runs short.
      evictionPolicy = "VolatileLRU"
      # A cache and counters: nothing here is worth writing to disk, and sealed values stay out of snapshots.
      persistence = {
        aofEnabled = false
        rdbEnabled = false
      }
    }
  }
}
