// Generated from the OpenAPI document (see CONTRIBUTING, “Add an endpoint”). Do not edit.

export interface paths {
  '/api/v1/setup': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Whether Candor still has to be set up */
    get: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { needed: boolean; mail: boolean } } }
      }
    }
    put?: never
    /** Set Candor up: the first workspace and its owner */
    post: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never }
      requestBody: { content: { 'application/json': { workspace: string; name: string; email: string; password: string } } }
      responses: {
        201: { headers: { [name: string]: unknown }; content: { 'application/json': { workspace_id: string } } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        429: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/me': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Who the credential is and what it may do */
    get: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { user: { name: string; email: string } | null; member: { id: string; role: "owner" | "admin" | "lead" | "agent"; team_ids: (string)[] } | null; workspace: { id: string; name: string; time_zone: string; brand_color: string; logo: string | null }; abilities: (string)[]; may_invite: ("owner" | "admin" | "lead" | "agent")[]; own_only: boolean; workspaces: ({ id: string; name: string })[] } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/me/workspace': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Switch the session to another workspace */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path?: never; cookie?: never }
      requestBody: { content: { 'application/json': { workspace_id: string } } }
      responses: {
        204: { headers: { [name: string]: unknown }; content?: never }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/workspace': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    /** Change the workspace’s name, time zone, colour or logo */
    patch: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never }
      requestBody: { content: { 'application/json': { name?: string; time_zone?: string; brand_color?: string; logo?: string | null } } }
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { id: string; name: string; time_zone: string; brand_color: string; logo: string | null } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    trace?: never
  }
  '/api/v1/api-keys': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** List API keys */
    get: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { data: ({ id: string; name: string; hint: string; scopes: (string)[]; member_id: string | null; created_by: string | null; created_at: string; last_used_at: string | null })[]; next_cursor: null } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    /** Make an API key; the key itself is shown once */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path?: never; cookie?: never }
      requestBody: { content: { 'application/json': { name: string; scopes: (string)[]; member_id?: string | null } } }
      responses: {
        201: { headers: { [name: string]: unknown }; content: { 'application/json': { id: string; name: string; hint: string; scopes: (string)[]; member_id: string | null; created_by: string | null; created_at: string; last_used_at: string | null; key: string } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/api-keys/{id}': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    post?: never
    /** Revoke an API key */
    delete: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        204: { headers: { [name: string]: unknown }; content?: never }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/audit': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** List what members and keys have changed */
    get: {
      parameters: { query?: { limit?: number; cursor?: string }; header?: never; path?: never; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { data: ({ id: string; actor: { kind: string; id: string | null; name: string | null }; action: string; target: string | null; detail: { [name: string]: unknown }; at: string })[]; next_cursor: string | null } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/members': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** List members */
    get: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { data: ({ id: string; name: string; invited_as: string | null; email: string; role: "owner" | "admin" | "lead" | "agent"; team_ids: (string)[]; joined_at: string | null; removed_at: string | null; may: { roles: ("owner" | "admin" | "lead" | "agent")[]; remove: boolean } })[]; next_cursor: null } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    /** Invite a member */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path?: never; cookie?: never }
      requestBody: { content: { 'application/json': { name: string; email: string; role: "owner" | "admin" | "lead" | "agent"; team_ids?: (string)[] } } }
      responses: {
        201: { headers: { [name: string]: unknown }; content: { 'application/json': { id: string; name: string; invited_as: string | null; email: string; role: "owner" | "admin" | "lead" | "agent"; team_ids: (string)[]; joined_at: string | null; removed_at: string | null; may: { roles: ("owner" | "admin" | "lead" | "agent")[]; remove: boolean }; invitation: { sent: boolean; problem: string | null; url: string | null } } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/members/{id}': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    post?: never
    /** Remove a member */
    delete: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        204: { headers: { [name: string]: unknown }; content?: never }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    options?: never
    head?: never
    /** Change the name a member has in this workspace, the role or the teams */
    patch: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
      requestBody: { content: { 'application/json': { name?: string; role?: "owner" | "admin" | "lead" | "agent"; team_ids?: (string)[] } } }
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { id: string; name: string; invited_as: string | null; email: string; role: "owner" | "admin" | "lead" | "agent"; team_ids: (string)[]; joined_at: string | null; removed_at: string | null; may: { roles: ("owner" | "admin" | "lead" | "agent")[]; remove: boolean } } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    trace?: never
  }
  '/api/v1/members/{id}/invite': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Send the invitation again */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { sent: boolean; problem: string | null; url: string | null } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/teams': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** List teams */
    get: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { data: ({ id: string; name: string; member_ids: (string)[] })[]; next_cursor: null } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    /** Make a team */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path?: never; cookie?: never }
      requestBody: { content: { 'application/json': { name: string; member_ids?: (string)[] } } }
      responses: {
        201: { headers: { [name: string]: unknown }; content: { 'application/json': { id: string; name: string; member_ids: (string)[] } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/teams/{id}': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    post?: never
    /** Remove a team */
    delete: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        204: { headers: { [name: string]: unknown }; content?: never }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    options?: never
    head?: never
    /** Change a team */
    patch: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
      requestBody: { content: { 'application/json': { name?: string; member_ids?: (string)[] } } }
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { id: string; name: string; member_ids: (string)[] } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    trace?: never
  }
  '/api/v1/invitation': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Read an invitation by its link’s token */
    post: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never }
      requestBody: { content: { 'application/json': { token: string } } }
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { workspace: string; name: string; email: string; needs: { password: boolean; new_password: boolean } } } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        429: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/invitation/accept': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Accept an invitation as the user it is for, and sign in */
    post: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never }
      requestBody: { content: { 'application/json': { token: string; password?: string; new_password?: string } } }
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { workspace_id: string } } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        429: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/contacts': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** List and search contacts */
    get: {
      parameters: { query?: { limit?: number; cursor?: string; q?: string; external_id?: string }; header?: never; path?: never; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { data: (components['schemas']['Contact'])[]; next_cursor: string | null } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    /** Make a contact, or change the one with this external_id */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path?: never; cookie?: never }
      requestBody: { content: { 'application/json': { external_id?: string | null; kind?: "user" | "lead"; name?: string | null; email?: string | null; phone?: string | null; locale?: string | null; addresses?: { [name: string]: string }; churned_at?: string | null } } }
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['Contact'] } }
        201: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['Contact'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/contacts/{id}': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Read a contact with all of its responses */
    get: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { id: string; external_id: string | null; kind: "user" | "lead"; name: string | null; email: string | null; claimed_email: string | null; phone: string | null; locale: string | null; addresses: { [name: string]: string }; unsubscribed_at: string | null; opted_out: ("web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api")[]; churned_at: string | null; created_at: string; responses: (components['schemas']['Response'])[] } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    post?: never
    /** Erase a contact and all that tells of it */
    delete: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { conversations: number; messages: number; surveys: number } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    options?: never
    head?: never
    /** Change a contact */
    patch: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
      requestBody: { content: { 'application/json': { external_id?: string | null; kind?: "user" | "lead"; name?: string | null; email?: string | null; phone?: string | null; locale?: string | null; addresses?: { [name: string]: string }; churned_at?: string | null } } }
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['Contact'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    trace?: never
  }
  '/api/v1/conversations': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** List and search conversations */
    get: {
      parameters: { query?: { limit?: number; cursor?: string; status?: "open" | "snoozed" | "pending_closure" | "closure_scheduled" | "resolved" | "closed" | "active" | "ended" | "all"; assignee?: string | "me" | "nobody"; team_id?: string; channel?: "web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api"; tag?: string; contact_id?: string; unread?: "true" | "false"; q?: string }; header?: never; path?: never; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { data: (components['schemas']['Conversation'])[]; next_cursor: string | null } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    /** Start a conversation, or find the one with this external_id */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path?: never; cookie?: never }
      requestBody: { content: { 'application/json': { external_id?: string | null; channel: "web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api"; contact_id?: string; contact?: components['schemas']['ContactFields']; origin?: "inbound" | "direct_outbound" | "api" | "workflow"; subject?: string | null; tags?: (string)[]; team_id?: string | null; assignee_id?: string | null; created_at?: string } } }
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['Conversation'] } }
        201: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['Conversation'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/conversations/{id}': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Read a conversation and whether a survey can be sent */
    get: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { id: string; external_id: string | null; channel: "web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api"; contact: { id: string; name: string | null; email: string | null; claimed_email: string | null; phone: string | null; kind: "user" | "lead" }; contact_count: number; origin: "inbound" | "direct_outbound" | "api" | "workflow"; subject: string | null; status: "open" | "snoozed" | "pending_closure" | "closure_scheduled" | "resolved" | "closed"; resolution: number; assignee_id: string | null; team_id: string | null; tags: (string)[]; snoozed_until: string | null; ended_at: string | null; message_count: number; last_message_at: string | null; returned_at: string | null; last_message_preview: string | null; last_message_author: "contact" | "teammate" | "bot" | "workflow" | null; unread: boolean; created_at: string; updated_at: string; survey_offer: { ask_on_end: boolean; end_status: "pending_closure" | "closure_scheduled" | "resolved" | "closed"; send_now: { visible: boolean; allowed: boolean; reason: string | null; sentence: string } }; pending_survey: { id: string; channel: "web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api"; due_at: string } | null } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    /** Change subject, tags, team or assignee */
    patch: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
      requestBody: { content: { 'application/json': { subject?: string | null; tags?: (string)[]; team_id?: string | null; assignee_id?: string | null } } }
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['Conversation'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    trace?: never
  }
  '/api/v1/conversations/{id}/contacts': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Add a contact to a conversation */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path: { id: string }; cookie?: never }
      requestBody: { content: { 'application/json': { contact_id?: string; contact?: components['schemas']['ContactFields'] } } }
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['Conversation'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/conversations/{id}/messages': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Add a message */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path: { id: string }; cookie?: never }
      requestBody: { content: { 'application/json': { author: { kind: "contact" | "teammate" | "bot" | "workflow"; id?: string | null; name?: string | null }; body: string; external_id?: string | null; sent_at?: string } } }
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['Message'] } }
        201: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['Message'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/conversations/{id}/read': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Mark a conversation as read */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        204: { headers: { [name: string]: unknown }; content?: never }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/conversations/{id}/attachments/{attachment_id}': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Load a file that came with a message */
    get: {
      parameters: { query?: never; header?: never; path: { id: string; attachment_id: string }; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/octet-stream': string } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/contacts/churn': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Tell of up to 5,000 contacts when they left, as JSON or CSV */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path?: never; cookie?: never }
      requestBody: { content: { 'application/json': { contacts: ({ [name: string]: unknown })[] } | string } }
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { results: ({ row: number; status: "applied" | "unchanged" | "unknown" | "refused"; contact_ids: (string)[]; message: string | null })[] } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/stream': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Follow what changes, as server-sent events */
    get: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'text/event-stream': string } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/apps': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** List closing apps */
    get: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { data: (components['schemas']['ClosingApp'])[]; next_cursor: null } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    /** Add a closing app; its secret is shown once */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path?: never; cookie?: never }
      requestBody: { content: { 'application/json': { name: string; kind: "url" | "static"; url?: string | null; card?: components['schemas']['ClosingCardInput'] | null; enabled?: boolean; channels: ("web_chat" | "email")[] } } }
      responses: {
        201: { headers: { [name: string]: unknown }; content: { 'application/json': { id: string; name: string; kind: "url" | "static"; url: string | null; card: components['schemas']['ClosingCard'] | null; enabled: boolean; channels: ("web_chat" | "email")[]; last_ok_at: string | null; last_error: string | null; last_error_at: string | null; created_at: string; updated_at: string; secret: string } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/apps/{id}': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Read a closing app */
    get: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['ClosingApp'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    post?: never
    /** Remove a closing app */
    delete: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        204: { headers: { [name: string]: unknown }; content?: never }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    options?: never
    head?: never
    /** Change a closing app */
    patch: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
      requestBody: { content: { 'application/json': { name?: string; kind?: "url" | "static"; url?: string | null; card?: components['schemas']['ClosingCardInput'] | null; enabled?: boolean; channels?: ("web_chat" | "email")[] } } }
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['ClosingApp'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    trace?: never
  }
  '/api/v1/apps/{id}/preview': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Ask a closing app for its card, as a trial */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { card: components['schemas']['ClosingCard'] | null; sentence: string | null } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        429: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/workflows': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** List workflows */
    get: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { data: (components['schemas']['Workflow'])[]; next_cursor: null } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    /** Make a workflow; its secret is shown once */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path?: never; cookie?: never }
      requestBody: { content: { 'application/json': components['schemas']['WorkflowFieldsInput'] } }
      responses: {
        201: { headers: { [name: string]: unknown }; content: { 'application/json': { id: string; name: string; enabled: boolean; version: number; trigger: components['schemas']['WorkflowTrigger']; conditions: components['schemas']['WorkflowCondition'] | null; steps: (components['schemas']['WorkflowStep'])[]; created_at: string; updated_at: string; saved_by: { id: string; name: string } | null; runs: { active: number; finished: number; with_problems: number; failed: number; stopped: number; last_at: string | null }; secret: string } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/workflows/templates': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** List workflows to begin with */
    get: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { data: ({ key: string; title: string; sentence: string; workflow: components['schemas']['WorkflowFields'] })[]; next_cursor: null } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/workflows/{id}': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Read a workflow */
    get: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['Workflow'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    /** Save a workflow */
    put: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
      requestBody: { content: { 'application/json': { name: string; enabled?: boolean; trigger: components['schemas']['WorkflowTriggerInput']; conditions?: components['schemas']['WorkflowConditionInput'] | null; steps: (components['schemas']['WorkflowStepInput'])[]; version?: number } } }
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['Workflow'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    post?: never
    /** Remove a workflow and cancel its runs */
    delete: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        204: { headers: { [name: string]: unknown }; content?: never }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    options?: never
    head?: never
    /** Switch a workflow on or off, or rename it */
    patch: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
      requestBody: { content: { 'application/json': { name?: string; enabled?: boolean } } }
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['Workflow'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    trace?: never
  }
  '/api/v1/workflows/{id}/secret': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Give a workflow another secret; it is shown once */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { secret: string } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/workflows/{id}/versions': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** List what was saved of a workflow */
    get: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { data: ({ version: number; saved_at: string; saved_by: { id: string; name: string } | null; trigger: components['schemas']['WorkflowTrigger']; conditions: components['schemas']['WorkflowCondition'] | null; steps: (components['schemas']['WorkflowStep'])[] })[]; next_cursor: null } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/workflows/{id}/runs': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** List the runs of a workflow */
    get: {
      parameters: { query?: { limit?: number; cursor?: string; state?: "running" | "waiting" | "finished" | "failed" | "cancelled" | "stopped"; conversation_id?: string }; header?: never; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { data: (components['schemas']['WorkflowRun'])[]; next_cursor: string | null } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/workflows/runs/{id}': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Read a run with its log */
    get: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { id: string; workflow_id: string; workflow_name: string; version: number; state: "running" | "waiting" | "finished" | "failed" | "cancelled" | "stopped"; reason: string | null; sentence: string | null; steps_refused: number; steps_failed: number; conversation: { id: string; subject: string | null; contact_name: string | null; channel: string; external_id: string | null }; trigger: components['schemas']['WorkflowTrigger']; depth: number; step_id: string | null; wait_until: string | null; started_at: string; updated_at: string; finished_at: string | null; conditions: components['schemas']['WorkflowCondition'] | null; steps: (components['schemas']['WorkflowStep'])[]; log: ({ step_id: string | null; type: string; outcome: string; sentence: string; facts: { [name: string]: unknown }; at: string })[] } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/workflows/runs/{id}/cancel': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Cancel a run that is not over */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { id: string; workflow_id: string; workflow_name: string; version: number; state: "running" | "waiting" | "finished" | "failed" | "cancelled" | "stopped"; reason: string | null; sentence: string | null; steps_refused: number; steps_failed: number; conversation: { id: string; subject: string | null; contact_name: string | null; channel: string; external_id: string | null }; trigger: components['schemas']['WorkflowTrigger']; depth: number; step_id: string | null; wait_until: string | null; started_at: string; updated_at: string; finished_at: string | null; conditions: components['schemas']['WorkflowCondition'] | null; steps: (components['schemas']['WorkflowStep'])[]; log: ({ step_id: string | null; type: string; outcome: string; sentence: string; facts: { [name: string]: unknown }; at: string })[] } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/workflows/{id}/dry-run': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Try a workflow on a conversation and change nothing */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path: { id: string }; cookie?: never }
      requestBody: { content: { 'application/json': { conversation_id: string } } }
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['WorkflowDryRun'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/workflows/candidates': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** List conversations to try a workflow on */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path?: never; cookie?: never }
      requestBody: { content: { 'application/json': { workflow: components['schemas']['WorkflowFieldsInput']; q?: string; matching?: boolean; limit?: number } } }
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { data: (components['schemas']['WorkflowCandidate'])[]; next_cursor: null } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/workflows/dry-run': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Try a workflow that is not saved and change nothing */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path?: never; cookie?: never }
      requestBody: { content: { 'application/json': { conversation_id: string; workflow: components['schemas']['WorkflowFieldsInput'] } } }
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['WorkflowDryRun'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/conversations/{id}/status': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Change the status; a resolution may make a survey */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path: { id: string }; cookie?: never }
      requestBody: { content: { 'application/json': { status: "open" | "snoozed" | "pending_closure" | "closure_scheduled" | "resolved" | "closed"; survey?: "default" | "send" | "skip"; actor_id?: string | null; occurred_at?: string; snoozed_until?: string | null } } }
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { conversation: components['schemas']['Conversation']; decision: components['schemas']['Decision'] | null; survey: components['schemas']['Survey'] | null } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/conversations/{id}/surveys': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Send a survey now */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path: { id: string }; cookie?: never }
      requestBody: { content: { 'application/json': { window_hours?: number | null } } }
      responses: {
        201: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['Survey'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/conversations/{id}/survey-links': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Make a survey link and send nothing */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path: { id: string }; cookie?: never }
      requestBody: { content: { 'application/json': { window_hours?: number | null } } }
      responses: {
        201: { headers: { [name: string]: unknown }; content: { 'application/json': { survey: components['schemas']['Survey']; url: string } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/surveys': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** List surveys */
    get: {
      parameters: { query?: { limit?: number; cursor?: string; conversation_id?: string; contact_id?: string; agent_id?: string; channel?: "web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api"; state?: "scheduled" | "sent" | "answered" | "expired" | "withdrawn" | "failed"; from?: string; to?: string }; header?: never; path?: never; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { data: (components['schemas']['Survey'])[]; next_cursor: string | null } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/surveys/{id}': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Read a survey */
    get: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['Survey'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/surveys/{id}/withdraw': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Withdraw a survey that is not answered yet */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['Survey'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/conversations/{id}/timeline': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Read messages, status changes and CSAT events in order */
    get: {
      parameters: { query?: { limit?: number; cursor?: string }; header?: never; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { data: (components['schemas']['TimelineEntry'])[]; next_cursor: string | null } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/conversations/{id}/decisions': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Read why the conversation was, or was not, surveyed */
    get: {
      parameters: { query?: { limit?: number; cursor?: string }; header?: never; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { data: ({ allowed: boolean; reason: string | null; sentence: string; facts: { [name: string]: string | number | boolean | null }; at: string; id: string; kind: "make" | "send" | "rate"; cause: string; survey_id: string | null; policy_version: number })[]; next_cursor: string | null } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/conversations/{id}/csat': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Read the score that counts for a conversation, or null */
    get: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { score: number; comment: string | null; reasons: (string)[]; survey_id: string; agent_id: string | null; submitted_at: string; edited_at: string | null } | null } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/events': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Take up to 500 events of another system, in any order */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path?: never; cookie?: never }
      requestBody: { content: { 'application/json': { events: ({ event_id: string; conversation_id?: string; conversation?: { external_id: string; channel?: "web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api"; contact?: { external_id?: string | null; kind?: "user" | "lead"; name?: string | null; email?: string | null; phone?: string | null; locale?: string | null; addresses?: { [name: string]: string } }; contact_id?: string; origin?: "inbound" | "direct_outbound" | "api" | "workflow"; subject?: string | null; tags?: (string)[] }; occurred_at: string; type: "conversation.created" } | { event_id: string; conversation_id?: string; conversation?: { external_id: string; channel?: "web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api"; contact?: { external_id?: string | null; kind?: "user" | "lead"; name?: string | null; email?: string | null; phone?: string | null; locale?: string | null; addresses?: { [name: string]: string } }; contact_id?: string; origin?: "inbound" | "direct_outbound" | "api" | "workflow"; subject?: string | null; tags?: (string)[] }; occurred_at: string; type: "conversation.status_changed"; status: "open" | "snoozed" | "pending_closure" | "closure_scheduled" | "resolved" | "closed"; actor_id?: string | null; survey?: "default" | "send" | "skip" } | { event_id: string; conversation_id?: string; conversation?: { external_id: string; channel?: "web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api"; contact?: { external_id?: string | null; kind?: "user" | "lead"; name?: string | null; email?: string | null; phone?: string | null; locale?: string | null; addresses?: { [name: string]: string } }; contact_id?: string; origin?: "inbound" | "direct_outbound" | "api" | "workflow"; subject?: string | null; tags?: (string)[] }; occurred_at: string; type: "message.created"; author: { kind: "contact" | "teammate" | "bot" | "workflow"; id?: string | null; name?: string | null }; body: string } | { event_id: string; conversation_id?: string; conversation?: { external_id: string; channel?: "web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api"; contact?: { external_id?: string | null; kind?: "user" | "lead"; name?: string | null; email?: string | null; phone?: string | null; locale?: string | null; addresses?: { [name: string]: string } }; contact_id?: string; origin?: "inbound" | "direct_outbound" | "api" | "workflow"; subject?: string | null; tags?: (string)[] }; occurred_at: string; type: "conversation.assigned"; assignee_id?: string | null; team_id?: string | null } | { event_id: string; conversation_id?: string; conversation?: { external_id: string; channel?: "web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api"; contact?: { external_id?: string | null; kind?: "user" | "lead"; name?: string | null; email?: string | null; phone?: string | null; locale?: string | null; addresses?: { [name: string]: string } }; contact_id?: string; origin?: "inbound" | "direct_outbound" | "api" | "workflow"; subject?: string | null; tags?: (string)[] }; occurred_at: string; type: "conversation.tagged"; tags: (string)[] })[] } } }
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { results: ({ event_id: string | null; status: "applied" | "duplicate" | "ignored" | "refused"; conversation_id: string | null; decision: unknown | null; problem: unknown | null })[] } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/deliveries': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** List attempts to send surveys, or the surveys that failed */
    get: {
      parameters: { query?: { limit?: number; cursor?: string; state?: "dead" | "started" | "accepted" | "rejected" | "retry" | "bounced" | "unknown" }; header?: never; path?: never; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { data: ({ survey_id: string; attempt: number; channel: "web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api"; state: "started" | "accepted" | "rejected" | "retry" | "bounced" | "unknown"; provider_id: string | null; error: string | null; started_at: string; finished_at: string | null; delivered_at: string | null; conversation_id: string; contact_id: string; contact_name: string | null; reason: string | null })[]; next_cursor: string | null } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/surveys/{id}/deliveries': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Read how a survey was sent */
    get: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { data: (components['schemas']['Delivery'])[] } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/surveys/{id}/retry': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Send a survey again that has failed */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['Survey'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/settings/csat': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Read the policy */
    get: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { version: number; preset: "by_hand" | "on_close" | "after_delay" | "per_resolution"; policy: { [name: string]: unknown } } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    /** Change the policy: a preset, single fields, or both */
    put: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never }
      requestBody: { content: { 'application/json': { preset?: "by_hand" | "on_close" | "after_delay" | "per_resolution"; policy?: { [name: string]: unknown }; base_version?: number } } }
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { version: number; preset: "by_hand" | "on_close" | "after_delay" | "per_resolution"; policy: { [name: string]: unknown } } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/settings/csat/versions': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** List earlier versions of the policy */
    get: {
      parameters: { query?: { limit?: number; cursor?: string }; header?: never; path?: never; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { data: ({ version: number; preset: "by_hand" | "on_close" | "after_delay" | "per_resolution"; policy: { [name: string]: unknown }; changed_at: string; changed_by: { kind: string; id: string | null; name: string | null }; changed_fields: (string)[] })[]; next_cursor: string | null } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/settings/csat/preview': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** See what customers would get under a policy */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path?: never; cookie?: never }
      requestBody: { content: { 'application/json': { policy?: { [name: string]: unknown }; preset?: "by_hand" | "on_close" | "after_delay" | "per_resolution"; channel?: "web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api"; language?: string } } }
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { mail: { subject: string; html: string; text: string }; page: string; card: { message: string; scale: "stars" | "emoji" | "thumbs" }; text: { text: string; buttons: ({ sign: string; label: string })[]; segments: number | null } | null } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/settings/csat/dry-run': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Try a change of the policy on the last days */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path?: never; cookie?: never }
      requestBody: { content: { 'application/json': { preset?: "by_hand" | "on_close" | "after_delay" | "per_resolution"; policy?: { [name: string]: unknown }; days?: number; limit?: number; cursor?: string } } }
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['DryRun']; 'application/x-ndjson': { progress: { done: number; total: number } } | { result: components['schemas']['DryRun'] } | { problem: { status: number; title: string; detail: string } } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/reports/csat': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Read the CSAT figures of a period, in all and by group */
    get: {
      parameters: { query?: { from?: string; to?: string; agent_id?: string | "none"; team_id?: string | "none"; channel?: "web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api"; tag?: string; handled_by?: "bot" | "human" | "both"; group_by?: "agent" | "team" | "channel" | "tag" | "handled_by" | "day" | "week"; trend?: "day" | "week" }; header?: never; path?: never; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['CsatReport'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/responses': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** List and search single answers, as you may see them */
    get: {
      parameters: { query?: { from?: string; to?: string; agent_id?: string | "none"; team_id?: string | "none"; channel?: "web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api"; tag?: string; handled_by?: "bot" | "human" | "both"; conversation_id?: string; contact_id?: string; score?: string | (string)[]; has_comment?: "true" | "false"; q?: string; quarantined?: "true" | "false"; case_state?: "none" | "open" | "contacted" | "closed" | "overdue"; view?: "negative_remarks"; limit?: number; cursor?: string; sort?: "newest" | "oldest" | "lowest" | "highest" }; header?: never; path?: never; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { data: (components['schemas']['ResponseItem'])[]; next_cursor: string | null; total: number; total_is_more: boolean; closed: { count: number; until: string; sentence: string } | null } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/responses/{id}': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Read one answer with its versions and evidence */
    get: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['ResponseDetail'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/responses/{id}/quarantine': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Set an answer aside, so that it does not count */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path: { id: string }; cookie?: never }
      requestBody: { content: { 'application/json': { reason?: string } } }
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['ResponseDetail'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/responses/{id}/restore': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Let an answer count again */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['ResponseDetail'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/exports/conversations.csv': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Take conversations along with their CSAT as CSV */
    get: {
      parameters: { query?: { from?: string; to?: string; agent_id?: string | "none"; team_id?: string | "none"; channel?: "web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api"; tag?: string; handled_by?: "bot" | "human" | "both"; conversation_id?: string; contact_id?: string; score?: string | (string)[]; has_comment?: "true" | "false"; q?: string; case_state?: "none" | "open" | "contacted" | "closed" | "overdue"; view?: "negative_remarks"; by?: "asked" | "answered"; state?: "scheduled" | "sent" | "answered" | "expired" | "withdrawn" | "failed"; status?: "open" | "snoozed" | "pending_closure" | "closure_scheduled" | "resolved" | "closed"; bom?: "true" | "false" }; header?: never; path?: never; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'text/csv': string } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/reports/leaderboard': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Rank agents or teams by what their scores surely reach */
    get: {
      parameters: { query?: { from?: string; to?: string; agent_id?: string | "none"; team_id?: string | "none"; channel?: "web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api"; tag?: string; handled_by?: "bot" | "human" | "both"; by?: "agent" | "team" }; header?: never; path?: never; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['Leaderboard'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/reports/selection': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Read who was asked of those who could be, by agent and channel */
    get: {
      parameters: { query?: { from?: string; to?: string; agent_id?: string | "none"; team_id?: string | "none"; channel?: "web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api"; tag?: string; handled_by?: "bot" | "human" | "both" }; header?: never; path?: never; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['SelectionReport'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/reports/honest': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Read CSAT beside reopens and churn */
    get: {
      parameters: { query?: { from?: string; to?: string; agent_id?: string | "none"; team_id?: string | "none"; channel?: "web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api"; tag?: string; handled_by?: "bot" | "human" | "both"; by?: "agent" | "team" }; header?: never; path?: never; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['HonestReport'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/reports/alerts': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** List the weeks whose scores came out differently */
    get: {
      parameters: { query?: { limit?: number; cursor?: string; dismissed?: "true" | "false" }; header?: never; path?: never; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { data: (components['schemas']['DriftAlert'])[]; next_cursor: string | null } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/reports/alerts/{id}/dismiss': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Put an alert away for everybody */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['DriftAlert'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/targets': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** List targets with how they stand */
    get: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { data: (components['schemas']['Target'])[]; next_cursor: null } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    /** Set a target */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path?: never; cookie?: never }
      requestBody: { content: { 'application/json': { team_id?: string | null; metric: "csat" | "response_rate" | "average"; goal: number; period: "week" | "month" | "quarter" } } }
      responses: {
        201: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['Target'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/targets/{id}': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    post?: never
    /** Remove a target */
    delete: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        204: { headers: { [name: string]: unknown }; content?: never }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    options?: never
    head?: never
    /** Change a target */
    patch: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
      requestBody: { content: { 'application/json': { team_id?: string | null; metric?: "csat" | "response_rate" | "average"; goal?: number; period?: "week" | "month" | "quarter" } } }
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['Target'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    trace?: never
  }
  '/api/v1/reports/achievements': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Read the own positive ratings and comments */
    get: {
      parameters: { query?: { limit?: number; cursor?: string; days?: "7" | "30" | "90" | "all" }; header?: never; path?: never; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['Achievements'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/report-subscriptions': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** List the reports that go out by mail */
    get: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { data: (components['schemas']['ReportSubscription'])[]; next_cursor: null } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    /** Let a report go out by mail */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path?: never; cookie?: never }
      requestBody: { content: { 'application/json': { name: string; every: "week" | "month"; recipients: (string)[]; filters?: { agent_id?: string | "none"; team_id?: string | "none"; channel?: "web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api"; tag?: string; handled_by?: "bot" | "human" | "both" }; with_csv?: boolean } } }
      responses: {
        201: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['ReportSubscription'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/report-subscriptions/{id}': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    post?: never
    /** Stop mailing a report */
    delete: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        204: { headers: { [name: string]: unknown }; content?: never }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    options?: never
    head?: never
    /** Change a report that goes out by mail */
    patch: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
      requestBody: { content: { 'application/json': { name?: string; every?: "week" | "month"; recipients?: (string)[]; filters?: { agent_id?: string | "none"; team_id?: string | "none"; channel?: "web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api"; tag?: string; handled_by?: "bot" | "human" | "both" }; with_csv?: boolean } } }
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['ReportSubscription'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    trace?: never
  }
  '/api/v1/report-subscriptions/{id}/test': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Mail the last complete period now */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { period_from: string; period_to: string; results: ({ recipient: string; sent: boolean; problem: string | null })[] } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/contacts/{id}/export': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Export all that is kept of a contact */
    get: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['ContactExport'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/cases': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** List cases, as you may know of them */
    get: {
      parameters: { query?: { limit?: number; cursor?: string; state?: "open" | "contacted" | "closed" | "active" | "all"; owner_id?: string | "me" | "nobody"; team_id?: string | "none"; conversation_id?: string; overdue?: "true" | "false"; from?: string; to?: string; q?: string; sort?: "due" | "newest" }; header?: never; path?: never; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { data: (components['schemas']['Case'])[]; next_cursor: string | null } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    /** Open a case by hand */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path?: never; cookie?: never }
      requestBody: { content: { 'application/json': { conversation_id: string; response_id?: string; reason?: string | null; owner_id?: string | null } } }
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['CaseDetail'] } }
        201: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['CaseDetail'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/cases/summary': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Read how many cases wait, and what is new */
    get: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['CaseSummary'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/cases/{id}': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Read one case with its answer and history */
    get: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['CaseDetail'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    /** Change whose a case is, or its time */
    patch: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
      requestBody: { content: { 'application/json': { owner_id?: string | null; due_at?: string } } }
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['CaseDetail'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    trace?: never
  }
  '/api/v1/cases/{id}/owners': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** List who may be given a case */
    get: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['CaseOwners'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/cases/{id}/contacted': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Say that the customer has heard back */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['CaseDetail'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/cases/{id}/close': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Close a case with its outcome */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path: { id: string }; cookie?: never }
      requestBody: { content: { 'application/json': { outcome: "recovered" | "not_recovered" | "no_answer" | "not_genuine"; note?: string | null } } }
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['CaseDetail'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/cases/{id}/reopen': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Open a closed case again */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['CaseDetail'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/cases/{id}/seen': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Mark what you were told of a case as seen */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        204: { headers: { [name: string]: unknown }; content?: never }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/reports/follow-up': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Read how cases went: time to contact, outcomes, recovery */
    get: {
      parameters: { query?: { from?: string; to?: string; agent_id?: string | "none"; team_id?: string | "none"; channel?: "web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api"; tag?: string; handled_by?: "bot" | "human" | "both"; owner_id?: string }; header?: never; path?: never; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['FollowUpReport'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/notices': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** List what you are told */
    get: {
      parameters: { query?: { limit?: number; cursor?: string; unread?: "true" | "false" }; header?: never; path?: never; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['NoticePage'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/notices/read': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Mark what you are told as seen */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path?: never; cookie?: never }
      requestBody: { content: { 'application/json': { ids?: (string)[] } } }
      responses: {
        204: { headers: { [name: string]: unknown }; content?: never }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/webchat': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Read the script tag and secret of the web chat */
    get: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { secret: string; snippet: string } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/settings/portal': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Read the customer portal’s settings */
    get: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['PortalSettings'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    /** Say which sites may show the customer portal in a frame */
    put: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never }
      requestBody: { content: { 'application/json': { allowed_origins: (string)[] } } }
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['PortalSettings'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/channels': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** List the channels and how they are connected */
    get: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { data: (components['schemas']['Channel'])[]; fallback: ("web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api")[] } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/channels/{channel}': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    /** Connect a channel, or change its account */
    put: {
      parameters: { query?: never; header?: never; path: { channel: "web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api" }; cookie?: never }
      requestBody: { content: { 'application/json': { settings: { [name: string]: string | number | boolean | null } } } }
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['Channel'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    post?: never
    /** Disconnect a channel */
    delete: {
      parameters: { query?: never; header?: never; path: { channel: "web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api" }; cookie?: never }
      requestBody?: never
      responses: {
        204: { headers: { [name: string]: unknown }; content?: never }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/channels/{channel}/test': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Send a test message */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path: { channel: "web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api" }; cookie?: never }
      requestBody: { content: { 'application/json': { to: string } } }
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { accepted: boolean; sentence: string } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        429: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/channels/fallback': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    /** Set where surveys go whose own channel fails */
    put: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never }
      requestBody: { content: { 'application/json': { fallback: ("web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api")[] } } }
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { fallback: ("web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api")[] } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/webhooks': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** List webhooks */
    get: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { data: (components['schemas']['WebhookEndpoint'])[]; next_cursor: null } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    /** Add a webhook; its secret is shown once */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path?: never; cookie?: never }
      requestBody: { content: { 'application/json': { url: string; description?: string; events?: ("csat.requested" | "csat.score_submitted" | "csat.withdrawn" | "csat.expired" | "conversation.created" | "conversation.status_changed" | "conversation.assigned" | "conversation.tagged" | "message.created" | "case.opened" | "case.updated" | "case.overdue" | "case.closed" | "*")[]; enabled?: boolean } } }
      responses: {
        201: { headers: { [name: string]: unknown }; content: { 'application/json': { id: string; url: string; description: string; events: ("csat.requested" | "csat.score_submitted" | "csat.withdrawn" | "csat.expired" | "conversation.created" | "conversation.status_changed" | "conversation.assigned" | "conversation.tagged" | "message.created" | "case.opened" | "case.updated" | "case.overdue" | "case.closed" | "*")[]; enabled: boolean; state: "unproven" | "healthy" | "failing" | "disabled"; disabled_reason: "by_hand" | "failing" | "gone" | null; disabled_at: string | null; last_success_at: string | null; failing_since: string | null; last_error: string | null; waiting: number; next_attempt_at: string | null; old_secret_until: string | null; created_at: string; updated_at: string; secret: string } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/webhooks/{id}': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Read a webhook */
    get: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['WebhookEndpoint'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    post?: never
    /** Remove a webhook */
    delete: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        204: { headers: { [name: string]: unknown }; content?: never }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    options?: never
    head?: never
    /** Change a webhook */
    patch: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never }
      requestBody: { content: { 'application/json': { url?: string; description?: string; events?: ("csat.requested" | "csat.score_submitted" | "csat.withdrawn" | "csat.expired" | "conversation.created" | "conversation.status_changed" | "conversation.assigned" | "conversation.tagged" | "message.created" | "case.opened" | "case.updated" | "case.overdue" | "case.closed" | "*")[]; enabled?: boolean } } }
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['WebhookEndpoint'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    trace?: never
  }
  '/api/v1/webhooks/{id}/rotate-secret': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Give a webhook a new secret, which is shown once */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { id: string; url: string; description: string; events: ("csat.requested" | "csat.score_submitted" | "csat.withdrawn" | "csat.expired" | "conversation.created" | "conversation.status_changed" | "conversation.assigned" | "conversation.tagged" | "message.created" | "case.opened" | "case.updated" | "case.overdue" | "case.closed" | "*")[]; enabled: boolean; state: "unproven" | "healthy" | "failing" | "disabled"; disabled_reason: "by_hand" | "failing" | "gone" | null; disabled_at: string | null; last_success_at: string | null; failing_since: string | null; last_error: string | null; waiting: number; next_attempt_at: string | null; old_secret_until: string | null; created_at: string; updated_at: string; secret: string } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/webhooks/{id}/test': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Send a test event now */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['WebhookDelivery'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        429: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/webhooks/{id}/deliveries': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** List what was sent to a webhook */
    get: {
      parameters: { query?: { limit?: number; cursor?: string; state?: "waiting" | "retrying" | "delivered" | "failed" | "problems" }; header?: never; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': { data: (components['schemas']['WebhookDelivery'])[]; next_cursor: string | null } } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/webhooks/deliveries/{id}/redeliver': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Send a delivery again */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['WebhookDelivery'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        429: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/deliveries/{id}/redeliver': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Send a delivery again (short address) */
    post: {
      parameters: { query?: never; header?: { "Idempotency-Key"?: string }; path: { id: string }; cookie?: never }
      requestBody?: never
      responses: {
        200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['WebhookDelivery'] } }
        401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
        429: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
}

export interface components {
  schemas: {
    Achievements: { from: string | null; to: string; positive: number | null; answered: number; withheld: number; streak: number | null; comments: { data: ({ response_id: string; conversation_id: string; contact_id: string | null; contact_name: string | null; score: number; comment: string; submitted_at: string })[]; next_cursor: string | null }; notice: string | null }
    Attachment: { id: string; file_name: string; content_type: string; size: number | null; inline: boolean; left_out: "too_large" | "too_much" | "too_many" | "mail_too_large" | null }
    Case: { id: string; state: "open" | "contacted" | "closed"; overdue: boolean; cause: "low_score" | "hand" | "workflow"; reason: string | null; conversation_id: string; conversation_subject: string | null; conversation_status: "open" | "snoozed" | "pending_closure" | "closure_scheduled" | "resolved" | "closed"; channel: "web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api"; contact_id: string; contact_name: string | null; response_id: string | null; score: number | null; comment: string | null; scale: "stars" | "emoji" | "thumbs" | null; owner_id: string | null; owner_name: string | null; team_id: string | null; opened_at: string; due_at: string; contacted_at: string | null; contacted_by: string | null; closed_at: string | null; outcome: "recovered" | "not_recovered" | "no_answer" | "not_genuine" | null; note: string | null }
    CaseDetail: { id: string; state: "open" | "contacted" | "closed"; overdue: boolean; cause: "low_score" | "hand" | "workflow"; reason: string | null; conversation_id: string; conversation_subject: string | null; conversation_status: "open" | "snoozed" | "pending_closure" | "closure_scheduled" | "resolved" | "closed"; channel: "web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api"; contact_id: string; contact_name: string | null; response_id: string | null; score: number | null; comment: string | null; scale: "stars" | "emoji" | "thumbs" | null; owner_id: string | null; owner_name: string | null; team_id: string | null; opened_at: string; due_at: string; contacted_at: string | null; contacted_by: string | null; closed_at: string | null; outcome: "recovered" | "not_recovered" | "no_answer" | "not_genuine" | null; note: string | null; response: components['schemas']['Response'] | null; events: ({ id: string; kind: string; actor: { kind: string; id: string | null; name: string | null }; score: number | null; comment: string | null; data: { [name: string]: unknown }; at: string })[]; can: { work: boolean } }
    CaseOwners: { data: ({ id: string; name: string; knows_at: string })[] }
    CaseSummary: { mine: { open: number; overdue: number }; all: { open: number; overdue: number }; sees_answers: boolean; alerts: ({ case_id: string; kind: "opened" | "assigned" | "unowned" | "overdue"; contact_name: string | null; at: string })[] }
    Channel: { id: "web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api"; state: "connected" | "failing" | "disconnected"; ways: { sends: "connected" | "failing" | "disconnected"; reads: "connected" | "failing" | "disconnected" } | null; source: "built_in" | "installation" | "account" | "carrier" | null; can_connect: boolean; last_error: string | null; last_ok_at: string | null; connected_at: string | null; capabilities: { in_app: boolean; scores: "each" | "buttons" | "page"; formatting: "html" | "plain"; max_length: number | null; replies: boolean; receives: boolean } | null; fields: ({ name: string; label: string; help: string | null; type: "text" | "number" | "boolean" | "choice"; choices: (string)[]; required: boolean; secret: boolean; binding: boolean; made: boolean; value: string | number | boolean | null; default: string | number | boolean | null; set: boolean; last4: string | null })[]; hook_url: string | null; setup: string | null }
    ClosingApp: { id: string; name: string; kind: "url" | "static"; url: string | null; card: components['schemas']['ClosingCard'] | null; enabled: boolean; channels: ("web_chat" | "email")[]; last_ok_at: string | null; last_error: string | null; last_error_at: string | null; created_at: string; updated_at: string }
    ClosingCard: { text: string; buttons: ({ label: string; url: string })[]; link: { label: string; url: string } | null; image: { url: string; alt: string } | null }
    ClosingCardInput: { text: string; buttons?: ({ label: string; url: string })[]; link?: { label: string; url: string } | null; image?: { url: string; alt?: string } | null }
    Contact: { id: string; external_id: string | null; kind: "user" | "lead"; name: string | null; email: string | null; claimed_email: string | null; phone: string | null; locale: string | null; addresses: { [name: string]: string }; unsubscribed_at: string | null; opted_out: ("web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api")[]; churned_at: string | null; created_at: string }
    ContactExport: { exported_at: string; contact: { [name: string]: unknown }; conversations: ({ [name: string]: unknown })[]; messages: ({ [name: string]: unknown })[]; attachments: ({ [name: string]: unknown })[]; timeline: ({ [name: string]: unknown })[]; cases: ({ [name: string]: unknown })[]; surveys: ({ [name: string]: unknown })[]; responses: ({ [name: string]: unknown })[]; versions: ({ [name: string]: unknown })[]; evidence: ({ [name: string]: unknown })[]; decisions: ({ [name: string]: unknown })[]; deliveries: ({ [name: string]: unknown })[]; portal_sessions: ({ [name: string]: unknown })[] }
    ContactFields: { external_id?: string | null; kind?: "user" | "lead"; name?: string | null; email?: string | null; phone?: string | null; locale?: string | null; addresses?: { [name: string]: string } }
    Conversation: { id: string; external_id: string | null; channel: "web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api"; contact: { id: string; name: string | null; email: string | null; claimed_email: string | null; phone: string | null; kind: "user" | "lead" }; contact_count: number; origin: "inbound" | "direct_outbound" | "api" | "workflow"; subject: string | null; status: "open" | "snoozed" | "pending_closure" | "closure_scheduled" | "resolved" | "closed"; resolution: number; assignee_id: string | null; team_id: string | null; tags: (string)[]; snoozed_until: string | null; ended_at: string | null; message_count: number; last_message_at: string | null; returned_at: string | null; last_message_preview: string | null; last_message_author: "contact" | "teammate" | "bot" | "workflow" | null; unread: boolean; created_at: string; updated_at: string }
    CsatChanges: { sent: number | null; answered: number | null; csat: { points: number; beyond_chance: boolean } | null; positive: { points: number; beyond_chance: boolean } | null; average: { points: number; beyond_chance: boolean } | null; response_rate: { points: number; beyond_chance: boolean } | null; reopen_rate: { points: number; beyond_chance: boolean } | null }
    CsatFigures: { resolved: number; eligible: number; sent: number; answered: number; asked_answered: number; open_asks: number; response_rate: number | null; n: number; satisfied: number | null; average: number | null; distribution: { "1": number; "2": number; "3": number; "4": number; "5": number } | null; positive: number | null; neutral: number | null; negative: number | null; csat: number | null; interval: { low: number; high: number } | null; reopened: number; reopen_rate: number | null; enough_data: boolean; withheld: number }
    CsatReport: { from: string; to: string; time_zone: string; overall: components['schemas']['CsatFigures']; previous: { resolved: number; eligible: number; sent: number; answered: number; asked_answered: number; open_asks: number; response_rate: number | null; n: number; satisfied: number | null; average: number | null; distribution: { "1": number; "2": number; "3": number; "4": number; "5": number } | null; positive: number | null; neutral: number | null; negative: number | null; csat: number | null; interval: { low: number; high: number } | null; reopened: number; reopen_rate: number | null; enough_data: boolean; withheld: number; from: string; to: string } | null; changes: components['schemas']['CsatChanges'] | null; response_rate_comparable: boolean; groups: ({ resolved: number; eligible: number; sent: number; answered: number; asked_answered: number; open_asks: number; response_rate: number | null; n: number; satisfied: number | null; average: number | null; distribution: { "1": number; "2": number; "3": number; "4": number; "5": number } | null; positive: number | null; neutral: number | null; negative: number | null; csat: number | null; interval: { low: number; high: number } | null; reopened: number; reopen_rate: number | null; enough_data: boolean; withheld: number; key: string; name: string; trend?: ({ key: string; answered: number; csat: number | null })[] })[]; definitions: ({ since: string; scale: "stars" | "emoji" | "thumbs"; satisfied_from: number })[]; min_n: number; reader: { own_only: boolean; sees_single: boolean } }
    Decision: { allowed: boolean; reason: string | null; sentence: string; facts: { [name: string]: string | number | boolean | null }; at: string }
    Delivery: { survey_id: string; attempt: number; channel: "web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api"; state: "started" | "accepted" | "rejected" | "retry" | "bounced" | "unknown"; provider_id: string | null; error: string | null; started_at: string; finished_at: string | null; delivered_at: string | null }
    DriftAlert: { id: string; week: string; team_id: string | null; team_name: string | null; finding: { kinds: ("distribution" | "ones")[]; week: { n: number; distribution: { "1": number; "2": number; "3": number; "4": number; "5": number }; average: number }; before: { n: number; distribution: { "1": number; "2": number; "3": number; "4": number; "5": number }; average: number; weeks: number }; p_distribution: number | null; p_ones: number; steady_average: boolean; most_moved: 1 | 2 | 3 | 4 | 5 }; found_at: string; dismissed_at: string | null; dismissed_by: { id: string; name: string } | null }
    DryRun: { period: { from: string; to: string; days: number }; conversations: number; resolutions: number; actual: { made: number }; before: { made: number; asked: number; by_reason: { [name: string]: number } }; after: { made: number; asked: number; by_reason: { [name: string]: number } }; more: number; fewer: number; differing: { data: ({ conversation_id: string; resolution: number; subject: string | null; contact: { id: string; name: string | null }; channel: "web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api"; at: string; made: number; before: { made: number; allowed: boolean; reason: string | null; by: "hand" | "api" | "workflow" | null; sentence: string }; after: { made: number; allowed: boolean; reason: string | null; by: "hand" | "api" | "workflow" | null; sentence: string } })[]; next_cursor: string | null }; assumptions: (string)[] }
    FollowUpReport: { from: string | null; to: string; time_zone: string; opened: number; contacted: number; closed: number; overdue: number; contacted_late: number; time_to_contact: { n: number; median_seconds: number | null; p90_seconds: number | null }; recovery_rate: { value: number | null; n: number; interval: { low: number; high: number } | null; enough_data: boolean }; outcomes: { [name: string]: number } }
    HonestReport: { from: string; to: string; previous: { from: string; to: string } | null; time_zone: string; by: "agent" | "team"; overall: { answered: number; n: number; response_rate: number | null; csat: number | null; interval: { low: number; high: number } | null; enough_data: boolean; reopens: { part: number; whole: number; share: number | null; interval: { low: number; high: number } | null }; reopens_before: { part: number; whole: number; share: number | null; interval: { low: number; high: number } | null } | null; churn: { part: number; whole: number; share: number | null; interval: { low: number; high: number } | null } | null; churn_before: { part: number; whole: number; share: number | null; interval: { low: number; high: number } | null } | null }; rows: ({ key: string; name: string; answered: number; n: number; response_rate: number | null; csat: number | null; interval: { low: number; high: number } | null; enough_data: boolean; reopens: { part: number; whole: number; share: number | null; interval: { low: number; high: number } | null }; reopens_before: { part: number; whole: number; share: number | null; interval: { low: number; high: number } | null } | null; churn: { part: number; whole: number; share: number | null; interval: { low: number; high: number } | null } | null; churn_before: { part: number; whole: number; share: number | null; interval: { low: number; high: number } | null } | null; flags: ("reopens" | "churn")[] })[]; caution: { sent: number; response_rate: number; csat: number; low: number; high: number } | null; min_n: number }
    Leaderboard: { from: string; to: string; time_zone: string; by: "agent" | "team"; rows: ({ resolved: number; eligible: number; sent: number; answered: number; asked_answered: number; open_asks: number; response_rate: number | null; n: number; satisfied: number | null; average: number | null; distribution: { "1": number; "2": number; "3": number; "4": number; "5": number } | null; positive: number | null; neutral: number | null; negative: number | null; csat: number | null; interval: { low: number; high: number } | null; reopened: number; reopen_rate: number | null; enough_data: boolean; withheld: number; key: string; name: string; rank: number | null; tied: boolean; unranked: "nobody" | "withheld" | "few" | "alone" | null })[]; definitions: ({ since: string; scale: "stars" | "emoji" | "thumbs"; satisfied_from: number })[]; min_n: number }
    Message: { id: string; conversation_id: string; author: { kind: "contact" | "teammate" | "bot" | "workflow"; id: string | null; name: string | null }; body: string; sent_at: string; attachments: (components['schemas']['Attachment'])[] }
    Notice: { id: string; kind: "case" | "workflow"; subject: string; body: string | null; link: string; at: string; read_at: string | null }
    NoticePage: { data: (components['schemas']['Notice'])[]; next_cursor: string | null; unread: number }
    PortalSettings: { url: string; allowed_origins: (string)[]; mails_links: boolean }
    Problem: { type: string; title: string; status: number; detail: string; reason?: string; fields?: ({ field: string; message: string })[] }
    ReportSubscription: { id: string; name: string; every: "week" | "month"; recipients: (string)[]; filters: { agent_id?: string | "none"; team_id?: string | "none"; channel?: "web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api"; tag?: string; handled_by?: "bot" | "human" | "both" }; with_csv: boolean; created_by: string | null; created_at: string; updated_at: string; reported_from: string | null; last_error: string | null }
    Response: { id: string; survey_id: string; conversation_id: string; contact_id: string; agent_id: string | null; score: number; comment: string | null; reasons: (string)[]; submitted_at: string; edited_at: string | null; quarantined: boolean }
    ResponseDetail: { id: string; survey_id: string; conversation_id: string; contact_id: string; agent_id: string | null; score: number; comment: string | null; reasons: (string)[]; submitted_at: string; edited_at: string | null; quarantined: boolean; contact_name: string | null; agent_name: string | null; team_id: string | null; channel: "web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api"; tags: (string)[]; scale: "stars" | "emoji" | "thumbs"; conversation_subject: string | null; revision: number; low: boolean; has_reply: boolean; set_aside_because: string | null; handled_by: "bot" | "human" | "both"; survey: { id: string; message: string; policy_version: number; made_at: string; sent_at: string | null; rate_until: string | null; edit_until: string | null }; revisions: ({ revision: number; score: number; comment: string | null; reasons: (string)[]; at: string })[]; evidence: ({ kind: "view" | "click" | "submit" | "unsubscribe"; score: number | null; user_agent: "none" | "bot" | "mobile" | "desktop" | "other"; at: string })[]; quarantine: { reason: string; sentence: string; at: string | null } | null; can: { review: boolean } }
    ResponseItem: { id: string; survey_id: string; conversation_id: string; contact_id: string; agent_id: string | null; score: number; comment: string | null; reasons: (string)[]; submitted_at: string; edited_at: string | null; quarantined: boolean; contact_name: string | null; agent_name: string | null; team_id: string | null; channel: "web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api"; tags: (string)[]; scale: "stars" | "emoji" | "thumbs"; conversation_subject: string | null; revision: number; low: boolean; has_reply: boolean; set_aside_because: string | null }
    SelectionReport: { from: string; to: string; time_zone: string; overall: { eligible: number; skipped: number; skip_share: number | null; interval: { low: number; high: number } | null; sent: number; asked_answered: number; answered: number; response_rate: number | null }; agents: ({ key: string; name: string; eligible: number; skipped: number; skip_share: number | null; interval: { low: number; high: number } | null; sent: number; asked_answered: number; answered: number; response_rate: number | null; stands_out: boolean; others_share: number | null })[]; channels: ({ key: string; name: string; eligible: number; skipped: number; skip_share: number | null; interval: { low: number; high: number } | null; sent: number; asked_answered: number; answered: number; response_rate: number | null; stands_out: boolean; others_share: number | null })[]; min_n: number }
    Survey: { id: string; state: "scheduled" | "sent" | "answered" | "expired" | "withdrawn" | "failed"; conversation_id: string; resolution: number; contact_id: string; agent_id: string | null; team_id: string | null; channel: "web_chat" | "email" | "sms" | "whatsapp" | "telegram" | "messenger" | "instagram" | "slack" | "discord" | "phone" | "web_voice" | "api"; tags: (string)[]; url: string | null; policy_version: number; made_at: string; due_at: string; sent_at: string | null; rate_until: string | null; edit_until: string | null; response: components['schemas']['Response'] | null }
    Target: { id: string; team_id: string | null; team_name: string | null; metric: "csat" | "response_rate" | "average"; goal: number; period: "week" | "month" | "quarter"; created_at: string; updated_at: string; can: { change: boolean }; progress: { value: number | null; n: number; interval: { low: number; high: number } | null; answered: number; response_rate: number | null; on_track: boolean | null; beyond_chance: boolean | null; enough_data: boolean; period_from: string; period_to: string } }
    TimelineEntry: { id: string; at: string; kind: "message" | "conversation_created" | "status_changed" | "assigned" | "tagged" | "csat_requested" | "csat_submitted" | "csat_withdrawn" | "csat_expired" | "csat_failed" | "closing_card_shown" | "closing_card_failed" | "case_opened" | "case_closed" | "case_reopened" | "workflow_note"; actor: { kind: string; id: string | null; name: string | null }; data: { [name: string]: unknown } }
    WebhookDelivery: { id: string; endpoint_id: string; event_id: string; type: string; state: "waiting" | "retrying" | "delivered" | "failed"; body: string; made_at: string; next_attempt_at: string | null; finished_at: string | null; attempts: ({ at: string; duration_ms: number; by_hand: boolean; request_headers: { [name: string]: string }; status: number | null; response_body: string | null; error: string | null })[] }
    WebhookEndpoint: { id: string; url: string; description: string; events: ("csat.requested" | "csat.score_submitted" | "csat.withdrawn" | "csat.expired" | "conversation.created" | "conversation.status_changed" | "conversation.assigned" | "conversation.tagged" | "message.created" | "case.opened" | "case.updated" | "case.overdue" | "case.closed" | "*")[]; enabled: boolean; state: "unproven" | "healthy" | "failing" | "disabled"; disabled_reason: "by_hand" | "failing" | "gone" | null; disabled_at: string | null; last_success_at: string | null; failing_since: string | null; last_error: string | null; waiting: number; next_attempt_at: string | null; old_secret_until: string | null; created_at: string; updated_at: string }
    Workflow: { id: string; name: string; enabled: boolean; version: number; trigger: components['schemas']['WorkflowTrigger']; conditions: components['schemas']['WorkflowCondition'] | null; steps: (components['schemas']['WorkflowStep'])[]; created_at: string; updated_at: string; saved_by: { id: string; name: string } | null; runs: { active: number; finished: number; with_problems: number; failed: number; stopped: number; last_at: string | null } }
    WorkflowCandidate: { id: string; subject: string | null; contact_name: string | null; channel: string; external_id: string | null; last_at: string; starts: boolean }
    WorkflowCondition: { type: "and"; conditions: (components['schemas']['WorkflowCondition'])[] } | { type: "or"; conditions: (components['schemas']['WorkflowCondition'])[] } | { type: "not"; condition: components['schemas']['WorkflowCondition'] } | { type: "test"; field: string; operator: "is" | "is_not" | "any_of" | "none_of" | "eq" | "ne" | "lt" | "lte" | "gt" | "gte" | "contains" | "not_contains" | "has_any" | "has_all" | "has_none" | "is_present" | "is_absent"; value: string | number | (string)[] | null }
    WorkflowConditionInput: { type: "and"; conditions: (components['schemas']['WorkflowConditionInput'])[] } | { type: "or"; conditions: (components['schemas']['WorkflowConditionInput'])[] } | { type: "not"; condition: components['schemas']['WorkflowConditionInput'] } | { type: "test"; field: string; operator: "is" | "is_not" | "any_of" | "none_of" | "eq" | "ne" | "lt" | "lte" | "gt" | "gte" | "contains" | "not_contains" | "has_any" | "has_all" | "has_none" | "is_present" | "is_absent"; value?: string | number | (string)[] | null }
    WorkflowDryRun: { starts: boolean; sentence: string; unknown: (string)[]; steps: ({ step_id: string; type: string; outcome: "would_do" | "would_wait" | "branched" | "would_refuse" | "would_skip"; sentence: string; facts: { [name: string]: unknown } })[]; note: string | null }
    WorkflowFields: { name: string; enabled: boolean; trigger: components['schemas']['WorkflowTrigger']; conditions: components['schemas']['WorkflowCondition'] | null; steps: (components['schemas']['WorkflowStep'])[] }
    WorkflowFieldsInput: { name: string; enabled?: boolean; trigger: components['schemas']['WorkflowTriggerInput']; conditions?: components['schemas']['WorkflowConditionInput'] | null; steps: (components['schemas']['WorkflowStepInput'])[] }
    WorkflowRun: { id: string; workflow_id: string; workflow_name: string; version: number; state: "running" | "waiting" | "finished" | "failed" | "cancelled" | "stopped"; reason: string | null; sentence: string | null; steps_refused: number; steps_failed: number; conversation: { id: string; subject: string | null; contact_name: string | null; channel: string; external_id: string | null }; trigger: string; depth: number; step_id: string | null; wait_until: string | null; started_at: string; updated_at: string; finished_at: string | null }
    WorkflowStep: { id: string; type: "send_csat"; message: string | null; window_hours: number | null; delay: string } | { id: string; type: "generate_link"; window_hours: number | null; variable: string } | { id: string; type: "get_score"; variable: string } | { id: string; type: "branch"; conditions: components['schemas']['WorkflowCondition']; then: (components['schemas']['WorkflowStep'])[]; else: (components['schemas']['WorkflowStep'])[] } | { id: string; type: "wait"; duration: string; until_answered: boolean } | { id: string; type: "reopen" } | { id: string; type: "set_status"; status: "open" | "pending_closure" | "closure_scheduled" | "resolved" | "closed"; survey: "default" | "skip" } | { id: string; type: "assign"; member_id?: string | null; team_id?: string | null } | { id: string; type: "tag"; add: (string)[]; remove: (string)[] } | { id: string; type: "notify"; to: ({ type: "member"; member_id: string } | { type: "team"; team_id: string } | { type: "assignee" } | { type: "leads" })[]; email: boolean; in_app: boolean; note: boolean; subject: string; body: string } | { id: string; type: "post_message"; body: string } | { id: string; type: "open_case"; reason: string | null } | { id: string; type: "call_webhook"; url: string; variable: string; on_failure: "stop" | "continue" }
    WorkflowStepInput: { id?: string; type: "send_csat"; message?: string | null; window_hours?: number | null; delay?: string } | { id?: string; type: "generate_link"; window_hours?: number | null; variable?: string } | { id?: string; type: "get_score"; variable?: string } | { id?: string; type: "branch"; conditions: components['schemas']['WorkflowConditionInput']; then?: (components['schemas']['WorkflowStepInput'])[]; else?: (components['schemas']['WorkflowStepInput'])[] } | { id?: string; type: "wait"; duration: string; until_answered?: boolean } | { id?: string; type: "reopen" } | { id?: string; type: "set_status"; status: "open" | "pending_closure" | "closure_scheduled" | "resolved" | "closed"; survey?: "default" | "skip" } | { id?: string; type: "assign"; member_id?: string | null; team_id?: string | null } | { id?: string; type: "tag"; add?: (string)[]; remove?: (string)[] } | { id?: string; type: "notify"; to?: ({ type: "member"; member_id: string } | { type: "team"; team_id: string } | { type: "assignee" } | { type: "leads" })[]; email?: boolean; in_app?: boolean; note?: boolean; subject: string; body: string } | { id?: string; type: "post_message"; body: string } | { id?: string; type: "open_case"; reason?: string | null } | { id?: string; type: "call_webhook"; url: string; variable?: string; on_failure?: "stop" | "continue" }
    WorkflowTrigger: { type: "conversation.created" } | { type: "conversation.status_changed"; to: ("open" | "snoozed" | "pending_closure" | "closure_scheduled" | "resolved" | "closed")[] } | { type: "csat.score_submitted"; updates: "first" | "score_changed" | "all" } | { type: "csat.expired" } | { type: "schedule"; every: "hour" | "day" | "week"; at: string; weekday: "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday" | null; look_back: string; once: boolean }
    WorkflowTriggerInput: { type: "conversation.created" } | { type: "conversation.status_changed"; to: ("open" | "snoozed" | "pending_closure" | "closure_scheduled" | "resolved" | "closed")[] } | { type: "csat.score_submitted"; updates?: "first" | "score_changed" | "all" } | { type: "csat.expired" } | { type: "schedule"; every: "hour" | "day" | "week"; at?: string; weekday?: "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday" | null; look_back?: string; once?: boolean }
  }
}
