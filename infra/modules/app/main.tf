# azurerm_container_app cannot set `kind`, and without it the platform runs the image as a plain container: no trigger
# discovery, no scaling by trigger, no function keys. Hence azapi, with the types of the same API version checked by
# infra/tests.
resource "azapi_resource" "app" {
  type      = "Microsoft.App/containerApps@2026-01-01"
  name      = var.name
  parent_id = var.resource_group_id
  location  = var.location
  tags      = var.tags

  identity {
    type         = "UserAssigned"
    identity_ids = [var.identity.id]
  }

  body = {
    kind = "functionapp"
    properties = {
      environmentId       = var.environment_id
      workloadProfileName = "Consumption"

      configuration = {
        activeRevisionsMode  = "Single"
        maxInactiveRevisions = 10

        ingress = {
          external      = true
          targetPort    = 8080
          transport     = "http"
          allowInsecure = false
          traffic = [
            {
              latestRevision = true
              weight         = 100
            },
          ]
          ipSecurityRestrictions = [
            for index, range in var.allowed_ip_ranges : {
              name           = "allow-${index}"
              description    = "Caller's network"
              action         = "Allow"
              ipAddressRange = range
            }
          ]
        }

        registries = [
          {
            server   = var.registry_login_server
            identity = var.identity.id
          },
        ]

        # Versionless addresses: the platform fetches a new version within half an hour, so a rotation needs no
        # deployment.
        secrets = [
          for name in local.secrets : {
            name        = name
            keyVaultUrl = "${var.vault_uri}secrets/${name}"
            identity    = var.identity.id
          }
        ]
      }

      template = {
        # Longer than the longest wait of a caller (60 s), so that a replica that is told to stop can still answer.
        terminationGracePeriodSeconds = 90

        containers = [
          {
            name  = "finrisk"
            image = var.image
            resources = {
              cpu    = var.cpu
              memory = "${var.cpu * 2}Gi"
            }
            env = concat(
              [
                for name, value in local.app_settings : {
                  name  = name
                  value = value
                } if value != null
              ],
              [
                for name, secret in local.app_secrets : {
                  name      = name
                  secretRef = secret
                } if secret != null
              ],
            )
            volumeMounts = [
              {
                volumeName = "function-keys"
                # The one folder that the host looks into; it is no setting.
                mountPath = "/run/secrets/functions-keys"
              },
            ]
            probes = [
              {
                type = "Startup"
                httpGet = {
                  path   = "/health/live"
                  port   = 8080
                  scheme = "HTTP"
                }
                periodSeconds    = 5
                failureThreshold = 30
                timeoutSeconds   = 3
              },
              {
                type = "Liveness"
                httpGet = {
                  path   = "/health/live"
                  port   = 8080
                  scheme = "HTTP"
                }
                periodSeconds    = 10
                failureThreshold = 3
                timeoutSeconds   = 3
              },
              {
                type = "Readiness"
                httpGet = {
                  path   = "/health/ready"
                  port   = 8080
                  scheme = "HTTP"
                }
                periodSeconds    = 10
                failureThreshold = 3
                timeoutSeconds   = 5
              },
            ]
          },
        ]

        # Function keys as files, read-only: the host reads them when it starts and makes none of its own.
        volumes = [
          {
            name        = "function-keys"
            storageType = "Secret"
            secrets = [
              for name, file in local.function_keys : {
                secretRef = name
                path      = file
              }
            ]
          },
        ]

        # No `rules`: for kind=functionapp this API refuses them (FunctionAppCannotSetScaleRules). The platform makes the
        # KEDA rules itself from the triggers it finds, an HTTP rule from ours among them.
        scale = {
          minReplicas     = var.min_replicas
          maxReplicas     = var.max_replicas
          pollingInterval = 15
          # A replica that goes hands its partitions of the task hub over, which costs seconds: do not go at each lull.
          cooldownPeriod = 600
        }
      }
    }
  }

  response_export_values = ["properties.configuration.ingress.fqdn", "kind"]

  # A role takes some minutes to reach every data centre; the very first apply would trip over that.
  retry = {
    error_message_regex  = ["Unable to get value using Managed identity", "UNAUTHORIZED: authentication required"]
    interval_seconds     = 30
    max_interval_seconds = 120
  }

  lifecycle {
    # An apply with image_digest = "none" must not take a running service away.
    prevent_destroy = true

    # The deployment stage sets the digest that was verified (.azure-pipelines/scripts/deploy.sh).
    ignore_changes = [body.properties.template.containers[0].image]

    # An app of another kind would start, pass its probes and never run an orchestration.
    postcondition {
      condition     = self.output.kind == "functionapp"
      error_message = "The app came back as kind '${self.output.kind}', not functionapp."
    }
  }
}

resource "azapi_resource" "authentication" {
  count = var.entra == null ? 0 : 1

  type      = "Microsoft.App/containerApps/authConfigs@2026-01-01"
  name      = "current"
  parent_id = azapi_resource.app.id

  body = {
    properties = {
      platform = {
        enabled = true
      }
      globalValidation = {
        unauthenticatedClientAction = "Return401"
        # Health answers without a token: Front Door and the availability test have none.
        excludedPaths = ["/health", "/health/live", "/health/ready"]
      }
      httpSettings = {
        requireHttps = true
      }
      identityProviders = {
        azureActiveDirectory = {
          enabled = true
          registration = {
            clientId     = var.entra.client_id
            openIdIssuer = "https://login.microsoftonline.com/${var.entra.tenant_id}/v2.0"
          }
          validation = {
            allowedAudiences = [var.entra.client_id, "api://${var.entra.client_id}"]
            defaultAuthorizationPolicy = {
              allowedApplications = var.entra.allowed_callers
            }
          }
        }
      }
      login = {
        tokenStore = {
          enabled = false
        }
      }
    }
  }
}
